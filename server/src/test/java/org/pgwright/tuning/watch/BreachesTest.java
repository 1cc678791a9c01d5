package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.follow.LoggingServer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;
import org.pgwright.workload.NormalizedText;

import java.util.List;
import java.util.Map;

/** What took long is kept with the thresholds that it breached and the strategies that it used. */
final class BreachesTest {
    private static final String SLOW =
            NormalizedText.of("SELECT note, pg_sleep(1.1) FROM orders WHERE id = 7");
    private static final String QUICK = NormalizedText.of("SELECT note FROM orders WHERE id = 8");
    private static final String SLEEP = NormalizedText.of("SELECT pg_sleep(0.0)");

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
    void areKeptOfExecutionsThatWereLogged() {
        Map<String, String> settings =
                Map.of(
                        "log_destination",
                        "jsonlog",
                        "log_rotation_size",
                        "0",
                        "enable_seqscan",
                        "off",
                        "shared_preload_libraries",
                        "auto_explain",
                        "auto_explain.log_min_duration",
                        "0",
                        "auto_explain.log_analyze",
                        "on",
                        "auto_explain.log_format",
                        "json");
        try (LoggingServer server = new LoggingServer(TestServers.NEWEST, settings)) {
            server.execute("CREATE TABLE orders (id int PRIMARY KEY, note text)");
            server.execute("INSERT INTO orders SELECT i, 'n' FROM generate_series(1, 1000) i");
            watchLog(server).await(knows("orders_pkey")).end();
            thresholdsOfTables();
            Watching watching = watchLog(server);
            watching.await("EXISTS (SELECT FROM log_position)");
            server.execute("SELECT note, pg_sleep(1.1) FROM orders WHERE id = 7");
            server.execute("SELECT note FROM orders WHERE id = 8");
            watching.await(
                    "(SELECT count(DISTINCT statement_id) = 2 FROM query_performance_log"
                            + " WHERE source = 'log' AND plan_hash IS NOT NULL"
                            + " AND query_pattern LIKE '%from orders where%')");
            watching.end();

            assertThat(breaches("log", SLOW))
                    .containsExactly(
                            "mean_latency ",
                            "mean_latency orders",
                            "p95_latency ",
                            "p99_latency ",
                            "slow_queries ");
            assertThat(breaches("log", QUICK)).containsExactly("mean_latency orders");
            assertThat(strategies("log", SLOW)).containsExactly("orders_pkey");
            assertThat(strategies("log", QUICK)).containsExactly("orders_pkey");
            assertThat(flags("log", SLOW)).containsExactly("t t");
            assertThat(flags("log", QUICK)).containsExactly("f t");
        }
    }

    @Test
    void areKeptOfIntervals() {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            shop.execute(
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                    "INSERT INTO orders SELECT i, 'n' FROM generate_series(1, 1000) i");
            watch(shop).await(knows("orders_pkey")).end();
            thresholdsOfTables();
            Watching watching = watch(shop);
            watching.await("EXISTS (SELECT FROM counter_look WHERE kind = 'statement')");
            shop.execute(
                    "SELECT note, pg_sleep(1.1) FROM orders WHERE id = 7",
                    "SELECT note FROM orders WHERE id = 8");
            // One of many is slow: a slow query, though its mean is not.
            for (int i = 0; i < 20; i++) {
                shop.execute("SELECT pg_sleep(" + (i == 9 ? 1.05 : 0.0) + ")");
            }
            watching.end();

            assertThat(breaches("interval", SLOW))
                    .containsExactly("mean_latency ", "slow_queries ");
            assertThat(breaches("interval", QUICK)).isEmpty();
            assertThat(breaches("interval", SLEEP)).containsExactly("slow_queries ");
            assertThat(strategies("interval", SLOW)).isEmpty();
            assertThat(flags("interval", SLOW)).containsExactly("t f");

            kept.execute(
                    """
                    INSERT INTO plan (instance_id, plan_hash, statement_id, plan, rows_examined,
                                      indexes_used, first_seen, last_seen)
                    SELECT instance_id, '\\x01', statement_id,
                           '{"Plan": {"Node Type": "Limit", "Plans": [{"Relation Name": "orders"}]}}',
                           3, '["orders_pkey", "gone"]', now(), now()
                      FROM statement WHERE query_text = 'select note from orders where id = $1'
                    """);
            Watching again = watch(shop);
            shop.execute("SELECT note FROM orders WHERE id = 9");
            again.end();

            assertThat(breaches("interval", QUICK)).containsExactly("mean_latency orders");
            assertThat(strategies("interval", QUICK)).containsExactly("orders_pkey");
        }
    }

    /** One that everything breaches, one of another table, and one that is not in use. */
    private void thresholdsOfTables() {
        for (List<String> threshold :
                List.of(
                        List.of("orders", "true"),
                        List.of("others", "true"),
                        List.of("orders", "false"))) {
            kept.execute(
                    """
                    INSERT INTO performance_threshold (
                        id, instance_id, metric_type, schema_name, table_name, warning_threshold,
                        critical_threshold, threshold_unit, created_by, is_active)
                    SELECT gen_random_uuid(), instance_id, 'mean_latency', 'public', '%s',
                           0.0000001, 1, 'seconds', created_by, %s
                      FROM instance
                    """
                            .formatted(threshold.getFirst(), threshold.getLast()));
        }
    }

    private static String knows(String index) {
        return "EXISTS (SELECT FROM monitored_index WHERE index_name = '%s')".formatted(index);
    }

    private List<String> breaches(String source, String pattern) {
        return texts(
                """
                SELECT concat(h.metric_type, ' ', h.table_name)
                  FROM query_performance_log q
                  JOIN query_log_breach b
                    ON b.instance_id = q.instance_id AND b.executed_at = q.executed_at
                   AND b.query_log_id = q.id
                  JOIN performance_threshold h ON h.id = b.threshold_id
                 WHERE q.source::text = ? AND q.query_pattern = ?
                 ORDER BY 1
                """,
                source,
                pattern);
    }

    private List<String> strategies(String source, String pattern) {
        return texts(
                """
                SELECT y.index_name
                  FROM query_performance_log q
                  JOIN query_log_strategy s
                    ON s.instance_id = q.instance_id AND s.executed_at = q.executed_at
                   AND s.query_log_id = q.id
                  JOIN index_strategy y ON y.id = s.index_strategy_id
                 WHERE q.source::text = ? AND q.query_pattern = ?
                """,
                source,
                pattern);
    }

    private List<String> flags(String source, String pattern) {
        return texts(
                """
                SELECT concat_ws(' ', q.is_slow_query, q.used_index)
                  FROM query_performance_log q
                 WHERE q.source::text = ? AND q.query_pattern = ?
                """,
                source,
                pattern);
    }

    private List<String> texts(String sql, String source, String pattern) {
        return repository.jdbc().sql(sql).params(source, pattern).query(String.class).list();
    }

    private Watching watch(TestDatabase shop) {
        return new Watching(
                repository,
                kept,
                ConnectionSettings.to(
                        shop.host(), shop.port(), shop.user(), shop.name(), shop.password()));
    }

    private Watching watchLog(LoggingServer server) {
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
}
