package org.pgwright.repository.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.observation.Counter;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.Counters;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.performance.IntervalLog;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Hours, by clocks of the test's own: whatever they do, sums and samples together are what the
 * server counted.
 */
final class RollUpTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant EIGHT = Instant.parse("2026-03-01T08:00:00Z");
    private static final UUID INSTANCE = UUID.fromString("00000000-0000-7000-8000-0000000000aa");
    private static final NodeKey PRIMARY = new NodeKey(INSTANCE, 1);
    private static final NodeKey REPLICA = new NodeKey(INSTANCE, 2);

    private final CounterStore store = new CounterStore();
    private final RollUp rollUp = new RollUp();
    private final IntervalLog log = new IntervalLog(UUID::randomUUID, 1_000);
    private TestDatabase kept;
    private Repository repository;
    private Partitions partitions;
    private Instant now = EIGHT;

    @BeforeEach
    void open() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        partitions = new Partitions(repository, () -> now, Retention.DEFAULT);
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '00000000-0000-7000-8000-0000000000aa', 1, 'shop', id FROM app_user
                """,
                """
                INSERT INTO node (instance_id, node_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, n, 'db' || n, 'u', '{}', n = 2, '18', now()
                  FROM instance, generate_series(1, 2) n
                """,
                """
                INSERT INTO monitored_database (instance_id, database_id, database_oid,
                                                database_name, first_seen, last_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 1, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO monitored_table (instance_id, table_id, database_id, schema_name,
                                             table_name, kind, first_seen, last_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 1, 'public', 'orders', 'r', now(), now() FROM instance
                """,
                """
                INSERT INTO monitored_index (
                    instance_id, index_id, table_id, index_name, method, definition, keys,
                    is_unique, is_primary, is_constraint, is_valid, first_seen, last_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 1, 'orders_pkey', 'btree', '', '[]', true, true, true, true,
                       now(), now()
                  FROM instance
                """,
                """
                INSERT INTO statement (instance_id, statement_id, query_hash, query_text, is_ours,
                                       first_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 'ab', 'select $1', false, now() FROM instance
                """,
                """
                INSERT INTO statement_source (
                    instance_id, source_id, node_id, database_id, role_oid, role_name, queryid,
                    is_top_level, statement_id, is_ours, first_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, n, n, 1, 1, 'u', 1, true, 1, false, now()
                  FROM instance, generate_series(1, 2) n
                """);
    }

    @AfterEach
    void close() {
        repository.close();
        kept.close();
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void sumsUpToWhatTheServerCounted(CounterKind kind) {
        look(PRIMARY, kind, EIGHT, 100);
        for (int minute = 7; minute <= 7 * 40; minute += 7) {
            now = EIGHT.plus(Duration.ofMinutes(minute));
            look(PRIMARY, kind, now, 100 + 3L * minute);
            sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(3L * 280);
        assertThat(sums(kind)).isEqualTo("08:00=168 09:00=189 10:00=168 11:00=189");
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingOfAServerWhoseClockIsBehind(CounterKind kind) {
        Duration behind = Duration.ofMinutes(25);
        look(PRIMARY, kind, now, 0);
        look(REPLICA, kind, now.minus(behind), 0);
        for (int minute = 5; minute <= 300; minute += 5) {
            now = EIGHT.plus(Duration.ofMinutes(minute));
            look(PRIMARY, kind, now, minute);
            look(REPLICA, kind, now.minus(behind), 2L * minute);
            sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(3L * 300);
        assertThat(gaps(kind)).isEqualTo("{}");
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingOfAServerWhoseClockIsHoursBehind(CounterKind kind) {
        Duration behind = Duration.ofHours(3);
        look(PRIMARY, kind, now, 0);
        look(REPLICA, kind, now.minus(behind), 0);
        for (int minute = 5; minute <= 300; minute += 5) {
            now = EIGHT.plus(Duration.ofMinutes(minute));
            look(PRIMARY, kind, now, minute);
            look(REPLICA, kind, now.minus(behind), 2L * minute);
            sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(3L * 300);
        assertThat(gaps(kind)).contains("clock_step");
    }

    @ParameterizedTest
    @EnumSource(CounterKind.class)
    void losesNothingWhenClocksAreSetBackAndForth(CounterKind kind) {
        Random random = new Random(11);
        Instant server = EIGHT;
        long count = 0;
        look(PRIMARY, kind, server, count);
        for (int step = 0; step < 200; step++) {
            server = server.plus(Duration.ofMinutes(random.nextInt(20)));
            now = now.plus(Duration.ofMinutes(random.nextInt(20)));
            if (random.nextInt(10) == 0) {
                server = server.plus(Duration.ofMinutes(random.nextInt(300) - 150L));
            }
            if (random.nextInt(10) == 0) {
                now = now.plus(Duration.ofMinutes(random.nextInt(300) - 150L));
            }
            count += random.nextInt(50);
            look(PRIMARY, kind, server, count);
            sumUp(kind);
        }

        assertThat(counted(kind)).isEqualTo(count);
        assertThat(gaps(kind)).contains("clock_step");
    }

    @Test
    void sumsUpTheLastHourOfAServerThatIsWatchedNoMore() {
        look(PRIMARY, CounterKind.INDEX, EIGHT, 0);
        look(PRIMARY, CounterKind.INDEX, EIGHT.plusSeconds(60), 5);
        now = EIGHT.plus(Duration.ofHours(20));
        sumUp(CounterKind.INDEX);
        assertThat(sums(CounterKind.INDEX)).isNull();

        now = EIGHT.plus(Duration.ofHours(26));
        sumUp(CounterKind.INDEX);

        assertThat(sums(CounterKind.INDEX)).isEqualTo("08:00=5");
    }

    @Test
    void logsEachCallOnceOverSeveralHoursAndNodes() {
        look(PRIMARY, CounterKind.STATEMENT, now, 0);
        look(REPLICA, CounterKind.STATEMENT, now, 0);
        for (int hour = 1; hour <= 5; hour++) {
            Instant at = EIGHT.plus(Duration.ofHours(hour));
            now = at;
            look(PRIMARY, CounterKind.STATEMENT, at.plusSeconds(30), 10L * hour);
            log(PRIMARY);
            log(REPLICA);
            // Kept later, although it was looked at before.
            look(REPLICA, CounterKind.STATEMENT, at.plusSeconds(20), 7L * hour);
        }
        log(PRIMARY);
        log(REPLICA);

        assertThat(
                        text(
                                "SELECT concat_ws(' ', sum(calls), count(*), count(DISTINCT"
                                        + " (node_id, executed_at)), bool_and(interval_start <"
                                        + " executed_at)) FROM query_performance_log"))
                .isEqualTo("85 10 10 t");
    }

    @Test
    void dropsDaysOnlyWhenTheirHoursAreSummedUp() {
        for (int day = 0; day < 20; day++) {
            Instant at = EIGHT.plus(Duration.ofDays(day));
            now = at;
            look(PRIMARY, CounterKind.INDEX, at, 10L * day);
            look(PRIMARY, CounterKind.INDEX, at.plusSeconds(60), 10L * day + 4);
            if (day < 2) {
                sumUp(CounterKind.INDEX);
            }
        }
        assertThat(partitions.dropOld().dropped()).contains("index_sample_20260301");
        assertThat(text("SELECT to_regclass('index_sample_20260303')::text")).isNotNull();
        long before = counted(CounterKind.INDEX);

        sumUp(CounterKind.INDEX);
        assertThat(partitions.dropOld().dropped()).contains("index_sample_20260303");

        assertThat(before).isEqualTo(194);
        assertThat(counted(CounterKind.INDEX)).isEqualTo(194);
    }

    private void look(NodeKey node, CounterKind kind, Instant at, long count) {
        PartitionedTable samples = PartitionedTable.valueOf(kind.name() + "_SAMPLE");
        partitions.ensure(samples, at);
        partitions.ensure(samples, at.plus(Duration.ofDays(1)));
        Counter first = kind.counters().getFirst();
        int object = kind == CounterKind.STATEMENT ? node.nodeId() : 1;
        repository.inTransaction(
                jdbc ->
                        store.record(
                                jdbc,
                                CounterScope.ofServer(node, kind),
                                new CounterLook(at, START, null, 0, false),
                                List.of(
                                        new CounterReading<>(
                                                object,
                                                1,
                                                null,
                                                Counters.of(kind, Map.of(first, count))))));
    }

    private void sumUp(CounterKind kind) {
        while (true) {
            var due = repository.inTransaction(jdbc -> rollUp.due(jdbc, INSTANCE, kind, now));
            if (due.isEmpty()) {
                return;
            }
            partitions.ensure(PartitionedTable.valueOf(kind.name() + "_HOUR"), due.get());
            repository.inTransaction(jdbc -> rollUp.sum(jdbc, INSTANCE, kind, due.get()));
        }
    }

    private void log(NodeKey node) {
        partitions.createAhead();
        repository.inTransaction(
                jdbc -> log.due(jdbc, node).map(due -> log.write(jdbc, node, due)).orElse(0));
    }

    /** By the view that questions are asked of. */
    private long counted(CounterKind kind) {
        return Long.parseLong(
                String.valueOf(
                        text(
                                "SELECT sum(%s)::text FROM %s_counted"
                                        .formatted(firstOf(kind), kind.word()))));
    }

    private @Nullable String sums(CounterKind kind) {
        return text(
                """
                SELECT string_agg(to_char(hour AT TIME ZONE 'UTC', 'HH24:MI') || '=' || counted, ' '
                                  ORDER BY hour)
                  FROM (SELECT hour, sum(%s) AS counted FROM %s_hour GROUP BY hour) h
                """
                        .formatted(firstOf(kind), kind.word()));
    }

    private String gaps(CounterKind kind) {
        return repository
                .jdbc()
                .sql("SELECT DISTINCT gaps::text FROM %s_sample".formatted(kind.word()))
                .query(String.class)
                .list()
                .stream()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String firstOf(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> "calls";
            case TABLE -> "sequential_scans";
            case INDEX -> "scans";
            case DATABASE -> "commits";
        };
    }

    private @Nullable String text(String sql) {
        return repository
                .jdbc()
                .sql(sql)
                .query((row, number) -> row.getString(1))
                .list()
                .getFirst();
    }
}
