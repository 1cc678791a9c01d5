package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
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
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A repository that knows a primary and a replica, with one object of each kind of counters. */
final class CountedShop implements AutoCloseable {
    static final UUID INSTANCE = UUID.fromString("00000000-0000-7000-8000-0000000000aa");
    static final NodeKey PRIMARY = new NodeKey(INSTANCE, 1);
    static final NodeKey REPLICA = new NodeKey(INSTANCE, 2);

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    final Repository repository = Repositories.on(kept);
    final Partitions partitions = new Partitions(repository, () -> now(), Retention.DEFAULT);
    private final CounterStore store = new CounterStore();
    private final RollUp rollUp = new RollUp();
    private final DayRollUp dayRollUp = new DayRollUp();
    Instant now;

    CountedShop(Instant now) {
        this.now = now;
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

    private Instant now() {
        return now;
    }

    /** Tells what the first counter of a kind says at a time by the server's clock. */
    void look(NodeKey node, CounterKind kind, Instant at, long count) {
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

    /** Sums up all hours that are over. */
    void sumUp(CounterKind kind) {
        while (true) {
            var due = repository.inTransaction(jdbc -> rollUp.due(jdbc, INSTANCE, kind, now));
            if (due.isEmpty()) {
                return;
            }
            partitions.ensure(PartitionedTable.valueOf(kind.name() + "_HOUR"), due.get());
            repository.inTransaction(jdbc -> rollUp.sum(jdbc, INSTANCE, kind, due.get()));
        }
    }

    /** Sums up all days of which all hours are. */
    void sumDays(CounterKind kind) {
        while (true) {
            var due = repository.inTransaction(jdbc -> dayRollUp.due(jdbc, INSTANCE, kind));
            if (due.isEmpty()) {
                return;
            }
            partitions.ensure(PartitionedTable.valueOf(kind.name() + "_DAY"), due.get());
            repository.inTransaction(jdbc -> dayRollUp.sum(jdbc, INSTANCE, kind, due.get()));
        }
    }

    @Nullable String text(String sql) {
        return repository
                .jdbc()
                .sql(sql)
                .query((row, number) -> row.getString(1))
                .list()
                .getFirst();
    }

    @Override
    public void close() {
        repository.close();
        kept.close();
    }
}
