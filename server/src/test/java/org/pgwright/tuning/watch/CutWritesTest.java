package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.CounterKind;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.Retention;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is written to the repository is cut off at every kind of write in turn, before it or after
 * its commit, and another process goes on: nothing is lost, and nothing is counted twice.
 */
final class CutWritesTest {
    private static final int CALLS = 7;

    /** The server forgets statements of other tests to make room; that is marked, and right. */
    private static final String COUNTED =
            """
            SELECT concat_ws(' ',
                   (SELECT sum(c.calls)
                      FROM statement_counted c
                      JOIN statement_source USING (instance_id, source_id)
                      JOIN statement t USING (instance_id, statement_id)
                     WHERE t.query_text LIKE 'select note from orders%'),
                   (SELECT sum(c.scans)
                      FROM index_counted c
                      JOIN monitored_index x USING (instance_id, index_id)
                     WHERE x.index_name = 'orders_pkey'),
                   (SELECT coalesce(string_agg(g.gap::text, ' '), 'whole')
                      FROM statement_sample CROSS JOIN unnest(gaps) AS g (gap)
                     WHERE g.gap <> 'eviction')
            """;

    private static final String WRITTEN_DOWN =
            """
                   (SELECT sum(u.total_scans)
                      FROM index_usage_stats u
                     WHERE u.index_name = 'orders_pkey'),
                   (SELECT sum(l.calls)
                      FROM query_performance_log l
                     WHERE l.query_pattern LIKE 'select note from orders%'),
                   (SELECT count(*) - count(DISTINCT setting_name) FROM setting_history)
            """;

    private static final int LONGEST_AGO = 12 * 24;

    private final InstantSource clock = InstantSource.system();
    private final List<String> messages = new ArrayList<>();
    private TestDatabase shop;
    private TestDatabase kept;
    private WriteCutter cutter;
    private Repository repository;
    private long calls;
    private int hoursToPass = 1;

    @BeforeEach
    void start() throws IOException {
        shop =
                TestServers.freshDatabase(TestServers.NEWEST)
                        .execute(
                                "CREATE EXTENSION pg_stat_statements",
                                "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                                "INSERT INTO orders SELECT i, 'n' FROM generate_series(1, 1000) i")
                        .vacuumed();
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        cutter = new WriteCutter(kept.port());
        repository =
                Repository.open(
                        new RepositoryLocation.Server(
                                ConnectionSettings.to(
                                        "127.0.0.1",
                                        cutter.port(),
                                        kept.user(),
                                        kept.name(),
                                        kept.password())),
                        Repositories::local);
    }

    @AfterEach
    void end() throws IOException {
        repository.close();
        cutter.close();
        kept.close();
        shop.close();
    }

    @ParameterizedTest
    @EnumSource
    void countsEverythingOnceWhereverItWasCut(WriteCutter.Where where) throws SQLException {
        Set<String> writes = writes(() -> {});
        assertThat(writes)
                .contains(
                        "insert into statement_sample",
                        "insert into counter_state",
                        "insert into activity_sample",
                        "insert into query_performance_log",
                        "update index_strategy");

        for (String write : writes) {
            work();
            cutter.cutOnce(write, where);
            collect();
            cutter.disarm();
            work();
            collect();
            assertThat(text(COUNTED + ", " + WRITTEN_DOWN + ")"))
                    .as("cut at %s, told %s", write, messages)
                    .isEqualTo("%1$d %1$d whole %1$d %1$d 0", calls);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sumsHoursUpOnceWhereverItWasCut(WriteCutter.Where where) throws SQLException {
        Set<String> writes = writes(this::letHoursPass);
        writes.removeIf(
                write ->
                        !write.matches(
                                "insert into (statement_hour|table_hour|index_hour|database_hour)"));
        assertThat(writes)
                .contains(
                        "insert into statement_hour",
                        "insert into table_hour",
                        "insert into index_hour",
                        "insert into database_hour");

        for (String write : writes) {
            letHoursPass();
            work();
            cutter.cutOnce(write, where);
            collect();
            assertThat(cutter.disarm()).as("not cut at %s", write).isFalse();
            work();
            collect();
            assertThat(text(COUNTED + ")"))
                    .as("cut at %s, told %s", write, messages)
                    .isEqualTo("%1$d %1$d whole", calls);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesLooksAtSessionsOnceWhereverItWasCut(WriteCutter.Where where) {
        collect();
        int waits = 0;
        for (String write : List.of("insert into session_event", "insert into activity_minute")) {
            letASessionWait(++waits);
            cutter.cutOnce(write, where);
            collect();
            assertThat(cutter.disarm()).as("not cut at %s", write).isFalse();
            collect();
            assertThat(
                            text(
                                    """
                                    SELECT concat_ws(' ', count(*), sum(looks), count(ended_at),
                                           (SELECT sum(seen) FROM activity_minute
                                             WHERE role_name = 'waiter'))
                                      FROM session_event
                                    """))
                    .as("cut at %s, told %s", write, messages)
                    .isEqualTo("%1$d %2$d %1$d %2$d".formatted(waits, 3 * waits));
        }
    }

    /** Three looks saw it wait, and one no more; they were kept just over a minute ago. */
    private void letASessionWait(int hoursAgo) {
        new Partitions(repository, clock, Retention.DEFAULT)
                .ensure(
                        PartitionedTable.ACTIVITY_SAMPLE,
                        clock.instant().minus(Duration.ofHours(hoursAgo)));
        kept.execute(
                """
                INSERT INTO activity_sample (
                    instance_id, node_id, taken_at, connections, connection_limit, pids, states,
                    wait_types, wait_events, database_names, role_names, application_names,
                    statement_ids, transaction_millis, query_millis, blockers, kept_at)
                SELECT n.instance_id, n.node_id,
                       now() - interval '%d hours' + look * interval '1 s', 2, 100, pids,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{active}'::text[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{Lock}'::text[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{tuple}'::text[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{shop}'::text[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{waiter}'::text[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{web}'::text[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{0}'::integer[] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE ARRAY[1000 * look] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE ARRAY[1000 * look] END,
                       CASE WHEN pids = '{}' THEN '{}' ELSE '{4711}'::text[] END,
                       (SELECT max(until) FROM activity_summed) + look * interval '1 ms'
                  FROM node n
                 CROSS JOIN (VALUES (1, '{7}'::integer[]), (2, '{7}'), (3, '{7}'), (4, '{}'))
                       AS l (look, pids)
                """
                        .formatted(hoursAgo));
    }

    /** All kinds of writes when there is something to do, in turn. */
    private Set<String> writes(Runnable between) throws SQLException {
        collect();
        work();
        collect();
        between.run();
        work();
        collect();
        return cutter.seen();
    }

    /** All that was counted was counted some hours ago, in other hours than anything before. */
    private void letHoursPass() {
        Partitions partitions =
                new Partitions(repository, InstantSource.system(), Retention.DEFAULT);
        hoursToPass = 2 * hoursToPass + 1;
        for (CounterKind kind : CounterKind.values()) {
            for (int hours = 0; hours <= LONGEST_AGO; hours += 24) {
                Instant ago = Instant.now().minus(Duration.ofHours(hours));
                String kindName = kind.name();
                partitions.ensure(PartitionedTable.valueOf(kindName + "_SAMPLE"), ago);
                partitions.ensure(PartitionedTable.valueOf(kindName + "_HOUR"), ago);
            }
            pass(kind.word() + "_sample", "taken_at");
            pass(kind.word() + "_sample", "interval_start");
            pass(kind.word() + "_hour", "hour");
        }
        pass("rolled_up", "until");
    }

    private void pass(String table, String time) {
        kept.execute(
                "UPDATE %1$s SET %2$s = %2$s - interval '%3$d hours'"
                        .formatted(table, time, hoursToPass));
    }

    /** A process that collects, and is gone afterwards, however it went. */
    private void collect() {
        Ids ids = new Ids(clock, new Random());
        Watch watch =
                new Watch(
                        repository,
                        new Instances(repository, clock, ids),
                        new Partitions(repository, clock, Retention.DEFAULT),
                        new Watch.Surroundings(clock, ids, new Random(), messages::add));
        Stop stop = new Stop();
        stop.now();
        try {
            watch.run(
                    WatchOptions.of(
                            List.of(
                                    ConnectionSettings.to(
                                            shop.host(),
                                            shop.port(),
                                            shop.user(),
                                            shop.name(),
                                            shop.password())),
                            Set.of(shop.name()),
                            Watching.QUICK,
                            null),
                    stop);
        } catch (PgwrightException cut) {
            messages.add(String.valueOf(cut.getMessage()));
        }
        // Nobody waits here until the lease of a process that was killed is over.
        kept.execute("DELETE FROM collection_lease");
    }

    private void work() throws SQLException {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            for (int i = 0; i < CALLS; i++) {
                statement.execute("SELECT note FROM orders WHERE id = " + i);
            }
        }
        shop.executeCounted();
        calls += CALLS;
    }

    private String text(String sql) {
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
