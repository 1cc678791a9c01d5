package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.observation.LogCaller;
import org.pgwright.observation.LoggedExecution;
import org.pgwright.observation.LoggedStatement;
import org.pgwright.observation.NodeKey;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.performance.LogPlace;
import org.pgwright.repository.performance.LoggedExecutions;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
                            "databases     " + shop.name() + "\n",
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
    void showsPlansWithWhatIsWrongWithThem() {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            shop.execute(
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE TABLE orders AS SELECT i AS id, 'note ' || i AS note"
                            + " FROM generate_series(1, 20000) i",
                    "ANALYZE orders");
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
            shop.execute("SELECT count(*) FROM orders WHERE note = 'secret'");
            watching.await("EXISTS (SELECT FROM table_state)");
            watching.end();

            String hash = hash();
            assertThat(json(hash).path("plans").isEmpty()).isTrue();
            keepExecution(shop, hash, 30);
            keepExecution(shop, hash, 10);

            JsonNode plan = json(hash).path("plans").path(0);
            assertThat(plan.path("executions").asLong()).isEqualTo(2);
            assertThat(plan.path("meanMillis").asDouble()).isEqualTo(20);
            assertThat(plan.path("longestMillis").asDouble()).isEqualTo(30);
            assertThat(plan.path("measured").asBoolean()).isTrue();
            assertThat(plan.path("nodesLeftOut").asInt()).isZero();
            assertThat(plan.path("plan").path(0).path("Plan").path("Node Type").asString())
                    .isEqualTo("Aggregate");
            JsonNode finding = plan.path("findings").path(0);
            assertThat(finding.path("kind").asString()).isEqualTo("sequential-scan");
            assertThat(finding.path("table").asString()).isEqualTo("orders");
            assertThat(finding.path("number").asInt()).isEqualTo(2);

            String text = figures.query(LATELY, hash).render(FiguresFormat.TEXT, Layout.PLAIN);
            assertThat(text)
                    .contains("  Aggregate  (cost=", "->  Seq Scan on orders", "(note = ?::text)")
                    .contains(
                            "  * Seq Scan on orders (node 2) read 20,000 rows",
                            "    To do: an index")
                    .doesNotContain("secret");
            assertThat(text.lines()).allMatch(line -> line.length() <= Layout.PLAIN.columns());
        }
    }

    /** As auto_explain logs it. */
    private void keepExecution(TestDatabase shop, String hash, double millis) {
        NodeKey node =
                repository
                        .jdbc()
                        .sql("SELECT instance_id, node_id FROM node")
                        .query(
                                (row, number) ->
                                        new NodeKey(row.getObject(1, UUID.class), row.getInt(2)))
                        .single();
        int statement =
                repository
                        .jdbc()
                        .sql("SELECT statement_id FROM statement WHERE query_hash = ?")
                        .params(hash)
                        .query(Integer.class)
                        .single();
        Instant now = Instant.now().minusSeconds(60); // within the time that was looked at
        new Partitions(repository, InstantSource.system(), Retention.DEFAULT)
                .ensure(PartitionedTable.QUERY_PERFORMANCE_LOG, now);
        LoggedExecution execution =
                new LoggedExecution(
                        UUID.randomUUID(),
                        now,
                        new LogCaller(shop.name(), "app", ""),
                        new LoggedStatement(hash, "", false),
                        millis,
                        analyzed(shop),
                        null);
        repository.inTransaction(
                jdbc -> {
                    new LoggedExecutions(1_000)
                            .keep(
                                    new LogPlace(
                                            jdbc,
                                            node,
                                            LogPlace.databases(jdbc, node),
                                            Map.of(hash, statement)),
                                    List.of(execution));
                    return null;
                });
    }

    private static ExecutedPlan analyzed(TestDatabase shop) {
        try (Connection connection = shop.connect();
                Statement explain = connection.createStatement();
                ResultSet row =
                        explain.executeQuery(
                                "EXPLAIN (ANALYZE, FORMAT JSON)"
                                        + " SELECT count(*) FROM orders WHERE note = 'secret'")) {
            row.next();
            return ExecutedPlanJson.read(row.getString(1));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
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
