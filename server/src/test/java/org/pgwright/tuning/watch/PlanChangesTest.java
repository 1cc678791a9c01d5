package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.follow.LoggingServer;
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
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Map;

/** Queries of a real server that get another plan while its log is followed. */
final class PlanChangesTest {
    private static final FiguresOptions LATELY =
            new FiguresOptions(null, Duration.ofMinutes(10), null);

    private static final String SEEN =
            """
            (SELECT count(*) FROM query_performance_log
              WHERE query_pattern LIKE 'select count (note)%' AND is_plan_own)
            """;

    private TestDatabase kept;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        kept.close();
    }

    @Test
    void recordsOnceWhatIsSlowerWithItsLikelyCause() {
        try (LoggingServer server = server()) {
            prepare(server);
            Watching watching = watch(server);
            watching.await("EXISTS (SELECT FROM log_position)");
            watching.await("EXISTS (SELECT FROM index_state)");
            run(server, 4, "rare");
            watching.await(SEEN + " >= 16");

            server.execute("DROP INDEX dropped_key_idx");
            server.execute("ALTER TABLE analyzed ALTER key SET (n_distinct = 2)");
            server.execute("ANALYZE analyzed");
            server.execute("CREATE INDEX ON quicker (key)");
            run(server, 4, "common");
            server.execute("SELECT count(note) FROM skewed WHERE key = 'rare'");
            watching.await(SEEN + " >= 33");
            watching.end();

            assertThat(changes())
                    .isEqualTo(
                            """
                            analyzed analyzed ["public.analyzed"] 4 4
                            dropped index_gone ["dropped_key_idx"] 4 4
                            skewed parameter [] 4 4
                            """);
            assertThat(watching.messages()).isEmpty();
            assertReported();

            watch(server).await(SEEN + " >= 33").end();
            assertThat(watching.number("SELECT count(*) FROM plan_change")).isEqualTo(3);
        }
    }

    private void assertReported() {
        Figures figures = new Figures(repository);
        JsonNode queries =
                new JsonMapper()
                        .readTree(
                                figures.queries(LATELY, QueryOrder.TOTAL, false)
                                        .render(FiguresFormat.JSON, Layout.PLAIN));
        assertThat(queries.path("planChanges").size()).isEqualTo(3);
        String hash =
                repository
                        .jdbc()
                        .sql(
                                "SELECT query_hash FROM statement WHERE query_text LIKE '%from dropped%'")
                        .query(String.class)
                        .single();
        String text = figures.query(LATELY, hash).render(FiguresFormat.TEXT, Layout.PLAIN);
        assertThat(text.replaceAll("\\s+", " "))
                .contains(
                        "Slower with a new plan",
                        "the old plan's index is gone or invalid: dropped")
                .contains("Index Scan using dropped_key_idx", "-> Seq Scan on dropped")
                .contains("by its filter (key = ?)");
        JsonNode change =
                new JsonMapper()
                        .readTree(
                                figures.query(LATELY, hash)
                                        .render(FiguresFormat.JSON, Layout.PLAIN))
                        .path("planChanges")
                        .path(0);
        assertThat(change.path("cause").asString()).isEqualTo("index_gone");
        assertThat(change.path("after").path("medianMillis").asDouble())
                .isGreaterThan(change.path("before").path("medianMillis").asDouble());
        assertThat(figures.status(LATELY).render(FiguresFormat.TEXT, Layout.PLAIN))
                .contains("Slower with a new plan", hash.substring(0, 8));
    }

    private static LoggingServer server() {
        return new LoggingServer(
                TestServers.NEWEST,
                Map.of(
                        "log_destination", "jsonlog",
                        "log_rotation_size", "10MB",
                        "shared_preload_libraries", "auto_explain,pg_stat_statements",
                        "auto_explain.log_min_duration", "0",
                        "auto_explain.log_analyze", "on",
                        "auto_explain.log_format", "json",
                        "max_parallel_workers_per_gather", "0",
                        "autovacuum", "off"));
    }

    private static void prepare(LoggingServer server) {
        server.execute("CREATE EXTENSION pg_stat_statements");
        for (String table : new String[] {"dropped", "analyzed", "quicker"}) {
            server.execute(
                    "CREATE TABLE %s AS SELECT i AS key, 'note ' || i AS note FROM generate_series(1, 100000) i ORDER BY random()"
                            .formatted(table));
        }
        server.execute(
                "CREATE TABLE skewed AS SELECT CASE WHEN i <= 10 THEN 'rare' ELSE 'common' END AS key,"
                        + " 'note ' || i AS note FROM generate_series(1, 100000) i");
        for (String table : new String[] {"dropped", "analyzed", "skewed"}) {
            server.execute("CREATE INDEX ON %s (key)".formatted(table));
        }
        server.execute("ANALYZE");
    }

    private static void run(LoggingServer server, int times, String key) {
        for (int i = 0; i < times; i++) {
            for (String table : new String[] {"dropped", "analyzed", "quicker"}) {
                server.execute("SELECT count(note) FROM %s WHERE key = %d".formatted(table, i + 5));
            }
            server.execute("SELECT count(note) FROM skewed WHERE key = '%s'".formatted(key));
        }
    }

    private Watching watch(LoggingServer server) {
        EmbeddedPostgres postgres = server.server();
        return Watching.ofLogs(
                repository,
                kept,
                LogOptions.of(new LogChoice.Server(true), true),
                ConnectionSettings.to(
                        postgres.host(),
                        postgres.port(),
                        EmbeddedPostgres.SUPERUSER,
                        "postgres",
                        postgres.superuserPassword()));
    }

    private String changes() {
        return repository
                        .jdbc()
                        .sql(
                                """
                                SELECT coalesce(string_agg(format('%s %s %s %s %s',
                                           substring(t.query_text FROM 'from (\\w+)'), c.cause, c.details,
                                           c.old_executions, c.new_executions), E'\\n'
                                           ORDER BY t.query_text), '')
                                  FROM plan_change c
                                  JOIN statement t USING (instance_id, statement_id)
                                """)
                        .query(String.class)
                        .single()
                + "\n";
    }
}
