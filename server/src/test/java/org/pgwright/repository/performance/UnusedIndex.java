package org.pgwright.repository.performance;

import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A repository with an index that nothing used in 40 days, on a primary and a replica. */
final class UnusedIndex implements AutoCloseable {
    static final UUID INSTANCE = UUID.fromString("00000000-0000-7000-8000-0000000000aa");

    private final Instant now = Instant.now();
    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    private final Repository repository = Repositories.on(kept);

    UnusedIndex() {
        Partitions partitions = new Partitions(repository, () -> now, Retention.DEFAULT);
        for (int days = 0; days <= 40; days += 10) {
            Instant at = now.minus(Duration.ofDays(days));
            partitions.ensure(PartitionedTable.INDEX_USAGE_STATS, at);
            partitions.ensure(PartitionedTable.INDEX_HOUR, at);
            partitions.ensure(PartitionedTable.INDEX_SAMPLE, at);
            partitions.ensure(PartitionedTable.REPLICATION_SAMPLE, at);
        }
        watch();
        keepDays();
    }

    Instant now() {
        return now;
    }

    Repository repository() {
        return repository;
    }

    void execute(String... statements) {
        kept.execute(statements);
    }

    /** Scans of the index were counted on a server. */
    void hour(int node, int daysAgo, int scans, boolean isIncomplete) {
        kept.execute(
                """
                INSERT INTO index_hour (instance_id, hour, node_id, index_id, is_incomplete, scans)
                SELECT instance_id, now() - interval '%d days', %d, 1, %s, %d FROM instance
                """
                        .formatted(daysAgo, node, isIncomplete, scans));
    }

    /** The primary says that somebody follows it. */
    void follow(String replica, boolean isReplica) {
        kept.execute(
                """
                INSERT INTO replication_sample (instance_id, node_id, taken_at, peer, state,
                                                is_replica)
                SELECT instance_id, 1, '%s'::timestamptz, '%s', 'streaming', %s FROM instance
                """
                        .formatted(now.minusSeconds(5), replica, isReplica));
    }

    private void watch() {
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '00000000-0000-7000-8000-0000000000aa', 1, 'shop', id FROM app_user
                """,
                """
                INSERT INTO node (instance_id, node_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at, first_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, n, 'db' || n, 'u', '{}', n = 2, '18', now(),
                       now() - interval '40 days'
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
                SELECT instance_id, 1, 1, 'by_note', 'btree', '', '[{"column": "note"}]', false,
                       false, false, true, now() - interval '40 days', now()
                  FROM instance
                """,
                """
                INSERT INTO counter_look (instance_id, node_id, database_id, kind, taken_at,
                                          server_started_at, evictions, is_restricted)
                SELECT instance_id, n, 1, 'index', now(), now(), 0, false
                  FROM instance, generate_series(1, 2) n
                """);
    }

    private void keepDays() {
        kept.execute(
                """
                INSERT INTO table_state (instance_id, table_id, taken_at, relation_oid,
                                         estimated_rows, dead_rows, changed_since_analyze,
                                         frozen_transaction_age)
                SELECT instance_id, 1, now(), 1, 1000, 0, 0, 0 FROM instance
                """,
                """
                INSERT INTO index_state (instance_id, index_id, taken_at, relation_oid, key_count,
                                         entry_count)
                SELECT instance_id, 1, now(), 2, 1, 1000 FROM instance
                """);
        repository.inTransaction(
                jdbc -> {
                    new ExistingStrategies(UUID::randomUUID).refresh(jdbc, INSTANCE);
                    return null;
                });
        kept.execute(
                """
                INSERT INTO index_usage_stats (id, instance_id, index_strategy_id, schema_name,
                                               table_name, index_name, stats_date)
                SELECT gen_random_uuid(), instance_id, id, schema_name, table_name, index_name,
                       (now() AT TIME ZONE 'UTC')::date - 40
                  FROM index_strategy
                """);
    }

    @Override
    public void close() {
        repository.close();
        kept.close();
    }
}
