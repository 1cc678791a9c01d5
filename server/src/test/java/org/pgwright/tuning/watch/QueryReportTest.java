package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.stream.StreamSupport;

/** What one query of a real server did, in full. */
final class QueryReportTest {
    private static final FiguresOptions LATELY =
            new FiguresOptions(null, Duration.ofMinutes(10), null);

    private TestDatabase kept;
    private Repository repository;
    private Figures figures;

    @BeforeEach
    void openARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        figures = new Figures(repository);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        kept.close();
    }

    @Test
    void addsUpToTheSameInEveryPart() {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            shop.execute(
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE TABLE orders AS SELECT i AS id, 'n' AS note"
                            + " FROM generate_series(1, 1000) i");
            Watching watching =
                    new Watching(
                            repository,
                            kept,
                            ConnectionSettings.to(
                                    shop.host(),
                                    shop.port(),
                                    shop.user(),
                                    shop.name(),
                                    shop.password()));
            watching.await("EXISTS (SELECT FROM counter_look WHERE kind = 'statement')");
            for (int i = 0; i < 30; i++) {
                shop.execute("SELECT count(*) FROM orders WHERE note = 'n" + i + "'");
            }
            watching.end();

            String hash = hash();
            JsonNode report = json(hash.substring(0, 8));
            assertThat(report.path("query").path("calls").asLong()).isEqualTo(30);
            assertThat(report.path("query").path("hash").asString()).isEqualTo(hash);
            assertThat(report.path("query").path("percentilesMissing").asString())
                    .isEqualTo("LOG_NOT_FOLLOWED");
            JsonNode trend = report.path("trend");
            assertThat(
                            StreamSupport.stream(trend.path("points").spliterator(), false)
                                    .mapToLong(point -> point.path("calls").asLong(0))
                                    .sum())
                    .isEqualTo(30);
            assertThat(trend.path("now").path("totalMillis").asDouble())
                    .isEqualTo(report.path("query").path("totalMillis").asDouble());
            assertThat(trend.path("before").isNull()).isTrue();

            String text = figures.query(LATELY, hash).render(FiguresFormat.TEXT, Layout.PLAIN);
            assertThat(text)
                    .contains(
                            "  " + report.path("query").path("pattern").asString(),
                            "hash          " + hash,
                            "calls         30\n",
                            "P50 -, P95 -, P99 -: the log was not read throughout",
                            "Trend: a character for 1.0 min",
                            "█  0 to 30",
                            "Nothing was collected in the time of that length before.");
            assertThat(text.lines()).allMatch(line -> line.length() <= Layout.PLAIN.columns());
            assertThat(
                            figures.queries(LATELY, QueryOrder.TOTAL, false)
                                    .render(FiguresFormat.TEXT, Layout.PLAIN)
                                    .lines()
                                    .skip(1))
                    .allMatch(line -> line.length() <= Layout.PLAIN.columns())
                    .anyMatch(line -> line.contains("std dev") && line.contains("max"));
        }
    }

    @Test
    void saysHowToFindAHash() {
        assertThatThrownBy(() -> figures.query(LATELY, "SELECT 1"))
                .hasMessageContaining("is not the hash of a query");
    }

    private String hash() {
        JsonNode all =
                new JsonMapper()
                        .readTree(
                                figures.queries(LATELY, QueryOrder.TOTAL, false)
                                        .render(FiguresFormat.JSON, Layout.PLAIN));
        return StreamSupport.stream(all.path("queries").spliterator(), false)
                .filter(query -> query.path("pattern").asString().contains("where note = $1"))
                .map(query -> query.path("hash").asString())
                .findFirst()
                .orElseThrow(() -> new AssertionError(all.toString()));
    }

    private JsonNode json(String hash) {
        return new JsonMapper()
                .readTree(figures.query(LATELY, hash).render(FiguresFormat.JSON, Layout.PLAIN));
    }
}
