package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Real servers watched in a quick rhythm. */
final class WatchTest {
    private static final String MAJORS = "org.pgwright.testing.TestServers#MAJORS";

    private static final Rhythm QUICK =
            new Rhythm(
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(500),
                    Duration.ofMillis(200),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300));

    /** Its source, and the time where it is that of the plans. */
    private static final String SCAN_TIME =
            """
            SELECT concat_ws(' ', scan_time_source,
                             CASE scan_time_source WHEN 'plans' THEN avg_scan_time_ms::text
                                                   ELSE (avg_scan_time_ms > 0)::text END)
              FROM index_usage_stats
             WHERE index_name = 'orders_pkey'
            """;

    private final List<String> messages = new CopyOnWriteArrayList<>();
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

    @ParameterizedTest
    @FieldSource(MAJORS)
    void countsWhatTheServerCounts(int major) throws SQLException {
        try (TestDatabase shop = shop(major)) {
            Stop stop = new Stop();
            Thread watching = watch(shop, stop);
            awaitFirstLook();

            Truth before = Truth.of(shop);
            work(shop, 300);
            Truth after = Truth.of(shop);
            end(watching, stop);

            JsonNode query = query("select note from orders where id = $1");
            assertThat(query.path("calls").asLong()).isEqualTo(after.calls() - before.calls());
            assertThat(query.path("rows").asLong()).isEqualTo(after.rows() - before.rows());
            assertThat(query.path("totalMillis").asDouble())
                    .isCloseTo(after.millis() - before.millis(), within(0.002));
            assertThat(query.path("complete").asBoolean()).isTrue();
            assertThat(query.path("databases").path(0).asString()).isEqualTo(shop.name());
            assertThat(index("orders_pkey").path("scans").asLong())
                    .isEqualTo(after.scans() - before.scans());
            assertThat(messages).filteredOn(m -> m.contains(": ")).isEmpty();
        }
    }

    @Test
    void goesOnAfterItWasEndedWithoutLossOrDoubling() throws SQLException {
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            watchFor(shop);
            Truth before = Truth.of(shop);
            work(shop, 50);
            watchFor(shop);
            work(shop, 70);
            watchFor(shop);
            Truth after = Truth.of(shop);

            JsonNode query = query("select note from orders where id = $1");
            assertThat(query.path("calls").asLong()).isEqualTo(after.calls() - before.calls());
            assertThat(index("orders_pkey").path("scans").asLong())
                    .isEqualTo(after.scans() - before.scans());
        }
    }

    @Test
    void marksWhatAResetHid() throws SQLException {
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            work(shop, 20);
            watchFor(shop);
            work(shop, 30);
            shop.execute("SELECT pg_stat_statements_reset()");
            work(shop, 40);
            watchFor(shop);

            JsonNode query = query("select note from orders where id = $1");
            assertThat(query.path("calls").asLong()).isEqualTo(40);
            assertThat(query.path("complete").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void countsTheOthersOnceWhenOneThingIsReset(int major) throws SQLException {
        try (TestDatabase shop = shop(major)) {
            shop.execute("CREATE TABLE items (id int PRIMARY KEY)", "INSERT INTO items VALUES (1)");
            watchFor(shop);
            work(shop, 30);
            look(shop, 11);
            watchFor(shop);
            shop.execute(
                    "SELECT pg_stat_reset_single_table_counters('orders_pkey'::regclass)",
                    "SELECT pg_stat_reset_shared('bgwriter')",
                    """
                    SELECT pg_stat_statements_reset(0, 0, s.queryid)
                      FROM pg_stat_statements s
                      JOIN pg_database d ON d.oid = s.dbid
                     WHERE d.datname = current_database()
                       AND s.query ILIKE 'SELECT note FROM orders%'
                    """);
            work(shop, 12);
            look(shop, 5);
            watchFor(shop);

            JsonNode query = query("select note from orders where id = $1");
            assertThat(query.path("calls").asLong()).isEqualTo(42);
            assertThat(query.path("complete").asBoolean()).isFalse();
            assertThat(index("orders_pkey").path("scans").asLong()).isEqualTo(42);
            assertThat(index("orders_pkey").path("complete").asBoolean()).isFalse();
            assertThat(query("select id from items where id = $1").path("calls").asLong())
                    .isEqualTo(16);
            assertThat(index("items_pkey").path("scans").asLong()).isEqualTo(16);
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void countsTablesFromZeroWhenAllAreReset(int major) throws SQLException {
        try (TestDatabase shop = shop(major)) {
            watchFor(shop);
            work(shop, 30);
            watchFor(shop);
            shop.execute("SELECT pg_stat_reset()");
            // PostgreSQL 14 does so later.
            Watching.until(() -> scans(shop) == 0);
            work(shop, 12);
            watchFor(shop);

            assertThat(index("orders_pkey").path("scans").asLong()).isEqualTo(42);
            assertThat(index("orders_pkey").path("complete").asBoolean()).isFalse();
        }
    }

    @Test
    void leavesOutWhatItDoesInItsRepositoryOnTheSameServer() throws SQLException {
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            watchFor(shop);
            shop.execute("BEGIN", "SELECT 1 AS theirs", "COMMIT");
            watchFor(shop);
            watchFor(shop);

            assertThat(
                            text(
                                    """
                                    SELECT concat_ws(' ', bool_and(s.is_ours), count(*) > 20)
                                      FROM statement_source s
                                      JOIN monitored_database d USING (instance_id, database_id)
                                     WHERE d.database_name = '%s'
                                    """
                                            .formatted(kept.name())))
                    .isEqualTo("t t");
            assertThat(query("select $1 as theirs").path("calls").asLong()).isOne();
            JsonNode status =
                    new JsonMapper()
                            .readTree(
                                    new Figures(repository)
                                            .status(everything())
                                            .render(FiguresFormat.JSON, Layout.PLAIN));
            assertThat(status.path("overhead").path("calls").asLong()).isPositive();
            assertThat(status.path("overhead").path("percentOfStatementTime").asDouble())
                    .isBetween(0.0, 100.0);
            assertThat(status.path("topQueries").toString()).doesNotContain("counter_look");
            assertThat(status.path("jobs"))
                    .extracting(job -> job.path("name").asString())
                    .contains("sum_hours", "index_usage", "drop_partitions", "log_intervals");
            assertThat(status.path("jobs"))
                    .allMatch(job -> job.path("lastFailure").isNull() || !job.has("lastFailure"));
            assertThat(text("SELECT (last_seen > now() - interval '5 min')::text FROM node"))
                    .isEqualTo("true");
        }
    }

    @Test
    void letsOneProcessAtATimeCollect() {
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            Stop stop = new Stop();
            Thread watching = watch(shop, stop);
            awaitFirstLook();
            Stop ended = new Stop();
            ended.now();

            assertThat(catchThrowable(() -> newWatch().run(options(shop), ended)))
                    .hasMessageContaining("another process collects from this server");
            end(watching, stop);
        }
    }

    @Test
    void keepsStrategiesAndTheUseOfIndexesByDay() throws SQLException {
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            watchFor(shop);
            work(shop, 25);
            logScans(12);
            watchFor(shop);
            assertThat(text(SCAN_TIME)).isEqualTo("estimate true");
            logScans(1);
            watchFor(shop);
            assertThat(text(SCAN_TIME)).isEqualTo("plans 2.000000");

            assertThat(
                            text(
                                    """
                                    SELECT concat_ws(' ', y.index_type, y.columns, y.usage_pattern,
                                                     y.is_created, u.total_scans,
                                                     u.selectivity_ratio > 0,
                                                     u.avg_scan_time_ms > 0,
                                                     u.index_size_bytes > 0,
                                                     u.is_recommended_for_drop)
                                      FROM index_usage_stats u
                                      JOIN index_strategy y
                                        ON y.id = u.index_strategy_id
                                     WHERE u.index_name = 'orders_pkey'
                                    """))
                    .isEqualTo(
                            "btree [{\"nulls\": \"last\", \"order\": \"asc\", \"column\": \"id\","
                                    + " \"included\": false}] point_lookup t 25 t t t f");
        }
    }

    /** In plans of the log, of 2 ms each. */
    private void logScans(int scans) {
        kept.execute(
                """
                INSERT INTO logged_scan_hour AS h
                SELECT instance_id, date_trunc('hour', now()), node_id, index_id, %1$d, %1$d * 2000
                  FROM monitored_index JOIN node USING (instance_id)
                 WHERE index_name = 'orders_pkey'
                    ON CONFLICT (instance_id, hour, node_id, index_id) DO UPDATE
                   SET scans = h.scans + excluded.scans,
                       total_time = h.total_time + excluded.total_time
                """
                        .formatted(scans));
    }

    @Test
    void logsWhatStatementsDidInAnInterval() throws SQLException {
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            watchFor(shop);
            work(shop, 25);
            watchFor(shop);
            work(shop, 10);
            watchFor(shop);

            assertThat(
                            text(
                                    """
                                    SELECT string_agg(concat_ws(' ', calls, rows_returned,
                                                      rows_examined, rows_examined_source, source,
                                                      is_slow_query, execution_time_ms > 0,
                                                      database_user, executed_at > interval_start),
                                                      ', ' ORDER BY executed_at)
                                      FROM query_performance_log
                                     WHERE query_pattern = 'select note from orders where id = $1'
                                    """))
                    .isEqualTo(
                            "25 1 1 estimate interval f t postgres t,"
                                    + " 10 1 1 estimate interval f t postgres t");
        }
    }

    @Test
    void startsJustAfterMidnightWithAnEmptyRepository() {
        Instant justAfterMidnight =
                Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofMinutes(10));
        try (TestDatabase shop = shop(TestServers.NEWEST)) {
            Stop stop = new Stop();
            stop.now();
            newWatch(InstantSource.fixed(justAfterMidnight)).run(options(shop), stop);

            assertThat(messages).isEmpty();
        }
    }

    private static TestDatabase shop(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        "CREATE EXTENSION pg_stat_statements",
                        "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                        "INSERT INTO orders SELECT i, 'n' FROM generate_series(1, 1000) i")
                .vacuumed();
    }

    private static void work(TestDatabase shop, int calls) throws SQLException {
        Random random = new Random(7);
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            for (int i = 0; i < calls; i++) {
                statement.execute(
                        "SELECT note FROM orders WHERE id = " + (1 + random.nextInt(1000)));
            }
        }
        shop.executeCounted();
    }

    private static long scans(TestDatabase shop) {
        try {
            return Truth.of(shop).scans();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void look(TestDatabase shop, int calls) throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            for (int i = 0; i < calls; i++) {
                statement.execute("SELECT id FROM items WHERE id = 1");
            }
        }
        shop.executeCounted();
    }

    private void watchFor(TestDatabase shop) {
        Stop stop = new Stop();
        stop.now();
        newWatch().run(options(shop), stop);
    }

    private Thread watch(TestDatabase shop, Stop stop) {
        return Thread.ofVirtual().start(() -> newWatch().run(options(shop), stop));
    }

    private static void end(Thread watching, Stop stop) {
        stop.now();
        try {
            watching.join();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Watch newWatch() {
        return newWatch(InstantSource.system());
    }

    private Watch newWatch(InstantSource clock) {
        Ids ids = new Ids(clock, new Random());
        return new Watch(
                repository,
                new Instances(repository, clock, ids),
                new Partitions(repository, clock, Retention.DEFAULT),
                new Watch.Surroundings(clock, ids, new Random(), messages::add));
    }

    private static WatchOptions options(TestDatabase shop) {
        return WatchOptions.of(List.of(settings(shop)), Set.of(shop.name()), QUICK, null);
    }

    /** Statements of the server and relations of the database. */
    private void awaitFirstLook() {
        while (!"2"
                .equals(
                        text(
                                """
                                SELECT count(DISTINCT kind)::text FROM counter_look
                                 WHERE kind IN ('statement', 'index')
                                """))) {
            Thread.onSpinWait();
        }
    }

    private String text(String sql) {
        return String.valueOf(repository.jdbc().sql(sql).query(String.class).list().getFirst());
    }

    private JsonNode query(String pattern) {
        String json =
                new Figures(repository)
                        .queries(everything(), QueryOrder.TOTAL, false)
                        .render(FiguresFormat.JSON, Layout.PLAIN);
        for (JsonNode query : new JsonMapper().readTree(json).path("queries")) {
            if (query.path("pattern").asString().equals(pattern)) {
                return query;
            }
        }
        throw new AssertionError("no query " + pattern + " in " + json + messages);
    }

    private JsonNode index(String name) {
        String json =
                new Figures(repository)
                        .relations()
                        .indexes(everything(), false)
                        .render(FiguresFormat.JSON, Layout.PLAIN);
        for (JsonNode index : new JsonMapper().readTree(json).path("indexes")) {
            if (index.path("name").asString().equals(name)) {
                return index;
            }
        }
        throw new AssertionError("no index " + name + " in " + json + messages);
    }

    private static FiguresOptions everything() {
        return new FiguresOptions(null, Duration.ofHours(1), null);
    }

    /** What the server itself says. */
    private record Truth(long calls, long rows, double millis, long scans) {
        private static Truth of(TestDatabase shop) throws SQLException {
            try (Connection connection = shop.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    """
                                    SELECT coalesce(sum(s.calls), 0), coalesce(sum(s.rows), 0),
                                           coalesce(sum(s.total_exec_time), 0),
                                           (SELECT idx_scan FROM pg_stat_user_indexes
                                             WHERE indexrelname = 'orders_pkey')
                                      FROM pg_stat_statements s
                                      JOIN pg_database d ON d.oid = s.dbid
                                     WHERE d.datname = current_database()
                                       AND s.query ILIKE 'SELECT note FROM orders WHERE id = $1'
                                    """)) {
                row.next();
                return new Truth(row.getLong(1), row.getLong(2), row.getDouble(3), row.getLong(4));
            }
        }
    }

    private static ConnectionSettings settings(TestDatabase database) {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }
}
