package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.pgwright.testing.TestDatabase;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A shop's database whose indexes and statistics are changed: a table, a partitioned table with a
 * partitioned partition, indexes on both, and statistics of the table.
 */
class ShopDatabase {
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final List<String> TABLES =
            List.of("Orders", "events", "events_1", "events_2", "events_2a", "events_2b");

    private static final String INDEXES =
            """
            SELECT i.relname || CASE WHEN x.indisvalid AND x.indisready AND x.indislive THEN ''
                                     ELSE ' (invalid)' END
              FROM pg_index x
              JOIN pg_class i ON i.oid = x.indexrelid
              JOIN pg_namespace n ON n.oid = i.relnamespace
             WHERE n.nspname = 'shop'
             UNION ALL
            SELECT s.stxname || CASE WHEN d.stxoid IS NULL THEN ' (invalid)' ELSE '' END
              FROM pg_statistic_ext s
              JOIN pg_namespace n ON n.oid = s.stxnamespace
              LEFT JOIN pg_statistic_ext_data d
                ON d.stxoid = s.oid AND d.stxdndistinct IS NOT NULL
             WHERE n.nspname = 'shop'
             ORDER BY 1
            """;

    /** Locks of ours on tables and indexes. */
    static final String LOCKS =
            """
            SELECT l.pid
              FROM pg_locks l
              JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE a.application_name = 'pgwright' AND a.datname = current_database()
               AND l.locktype = 'relation' AND l.database = a.datid
            """;

    /** Sessions of ours that are there at all. */
    static final String ALIVE =
            """
            SELECT pid FROM pg_stat_activity
             WHERE application_name = 'pgwright' AND datname = current_database()
            """;

    private final Supplier<TestDatabase> database;

    /**
     * @param database as it is at the moment
     */
    ShopDatabase(Supplier<TestDatabase> database) {
        this.database = database;
    }

    static void fill(TestDatabase database) {
        database.execute(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.\"Orders\" (id integer, customer integer, note text)",
                "INSERT INTO shop.\"Orders\" SELECT i, i % 100, 'x' FROM generate_series(1, 1000) i",
                "CREATE INDEX \"Orders by id\" ON shop.\"Orders\" (id)",
                "CREATE TABLE shop.events (id integer, day integer) PARTITION BY RANGE (day)",
                "CREATE TABLE shop.events_1 PARTITION OF shop.events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE shop.events_2 PARTITION OF shop.events FOR VALUES FROM (10) TO (20)"
                        + " PARTITION BY RANGE (day)",
                "CREATE TABLE shop.events_2a PARTITION OF shop.events_2"
                        + " FOR VALUES FROM (10) TO (15)",
                "CREATE TABLE shop.events_2b PARTITION OF shop.events_2"
                        + " FOR VALUES FROM (15) TO (20)",
                "INSERT INTO shop.events SELECT i, i % 20 FROM generate_series(1, 1000) i",
                "CREATE INDEX \"events by day\" ON shop.events (day)",
                KindOfChange.STATISTICS_DROP.definition(),
                "ANALYZE shop.\"Orders\"");
    }

    /** Gives the tables to a role. */
    static void giveTo(String role, TestDatabase database) {
        database.execute(
                "ALTER SCHEMA shop OWNER TO \"%s\"".formatted(role),
                "ALTER STATISTICS shop.\"Orders known\" OWNER TO \"%s\"".formatted(role));
        for (String table : TABLES) {
            database.execute("ALTER TABLE shop.\"%s\" OWNER TO \"%s\"".formatted(table, role));
        }
    }

    TestDatabase database() {
        return database.get();
    }

    /** All indexes and statistics of the shop, with what is wrong with them. */
    List<String> indexes() {
        return answers(INDEXES);
    }

    /** Those that a change that is complete leaves, or that were there if it was not done. */
    List<String> expected(KindOfChange kind, boolean isDone) {
        return indexesAfter(isDone ? kind : null);
    }

    private static List<String> indexesAfter(@Nullable KindOfChange kind) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "Orders by id",
                                "Orders known",
                                "events by day",
                                "events_1_day_idx",
                                "events_2_day_idx",
                                "events_2a_day_idx",
                                "events_2b_day_idx"));
        if (kind == KindOfChange.DROP) {
            all.remove("Orders by id");
        } else if (kind == KindOfChange.PARTITIONED_DROP) {
            all.removeIf(name -> name.startsWith("events"));
        } else if (kind == KindOfChange.STATISTICS_DROP) {
            all.remove("Orders known");
        } else if (kind == KindOfChange.CREATE
                || kind == KindOfChange.STATISTICS_CREATE
                || kind == KindOfChange.PARTITIONED_STATISTICS) {
            all.add(kind.index());
        }
        return all.stream().sorted().toList();
    }

    /**
     * Whether the index is there, whole, with all its parts, or the statistics with all in them.
     */
    boolean isWhole(KindOfChange kind) {
        if (kind.isOfStatistics()) {
            return indexes().contains(kind.index());
        }
        return indexes().stream().noneMatch(name -> name.endsWith("(invalid)"))
                && answers(
                                "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid"
                                        + " IN (SELECT relid FROM pg_partition_tree("
                                        + "to_regclass('shop.\"%s\"'))".formatted(kind.index())
                                        + " UNION SELECT to_regclass('shop.\"%s\"'))"
                                                .formatted(kind.index()))
                        .getFirst()
                        .equals(kind.isPartitioned() ? "5" : "1");
    }

    /** A statement that writes where a kind of change works. */
    static String insert(KindOfChange kind) {
        return "INSERT INTO %s VALUES (1001, 17)".formatted(kind.leaf());
    }

    /** Of the session behind a statement. */
    static int pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** A session that builds and drops of a kind have to wait for, until it ends. */
    void holdUp(Connection connection, Statement statement, KindOfChange kind) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        if (kind.isOfStatistics()) {
            statement.execute("LOCK TABLE " + kind.leaf() + " IN SHARE UPDATE EXCLUSIVE MODE");
        }
        statement.execute("SELECT count(*) FROM " + kind.leaf());
    }

    void assertNothingInvalid() {
        assertThat(indexes()).noneMatch(name -> name.endsWith("(invalid)"));
    }

    List<String> answers(String sql) {
        return answers(database(), sql);
    }

    static List<String> answers(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether pgwright removes what is left. */
    boolean isCleaning() {
        return !answers(
                        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DROP%pgwright:change%'"
                                + " AND state = 'active' AND datname = current_database()")
                .isEmpty();
    }

    /** Waits until a session of pgwright waits for a lock of somebody else. */
    void awaitWaiting() {
        await(
                "pgwright does not wait for anybody",
                () ->
                        !answers(
                                        "SELECT pid FROM pg_stat_activity WHERE wait_event_type ="
                                                + " 'Lock' AND application_name = 'pgwright' AND"
                                                + " datname = current_database()")
                                .isEmpty());
    }

    /** Waits until something is so. */
    static void await(String otherwise, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(end);
            LockSupport.parkNanos(MOMENT.toNanos());
        }
    }
}
