package org.pgwright.repository.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Present values of metrics, from what is kept. */
final class MetricReadingsTest {
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        for (String table :
                List.of(
                        "statement_sample",
                        "table_sample",
                        "database_sample",
                        "activity_sample",
                        "replication_sample",
                        "collector_run",
                        "bloat_estimate",
                        "log_event",
                        "log_hour")) {
            database.execute("CREATE TABLE %1$s_all PARTITION OF %1$s DEFAULT".formatted(table));
        }
        database.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                """,
                """
                INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                SELECT instance_id, 'db1:5432', 'pgwright', '{}', false, '18.1', now()
                  FROM instance
                """,
                """
                INSERT INTO monitored_database (
                    instance_id, database_oid, database_name, first_seen, last_seen)
                SELECT instance_id, 5, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO monitored_table (
                    instance_id, database_id, schema_name, table_name, kind, first_seen, last_seen)
                SELECT instance_id, database_id, 'public', 'orders', 'r', '2026-02-01Z', now()
                  FROM monitored_database
                """);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    private Map<String, Double> readings(Instant now, Threshold... thresholds) {
        Map<String, Double> values = new TreeMap<>();
        repository
                .inTransaction(
                        jdbc -> new MetricReadings().of(jdbc, INSTANCE, List.of(thresholds), now))
                .forEach(
                        one ->
                                values.put(
                                        (one.metric().label() + " " + one.key().subject().shown())
                                                .strip(),
                                        one.value()));
        return values;
    }

    @Test
    void areNoneWhereNothingIsKnown() {
        assertThat(readings(NOW)).isEmpty();
    }

    @Test
    void areOfTheLastLookAtSessions() {
        database.execute(
                """
                INSERT INTO activity_sample
                SELECT n.instance_id, n.node_id, '2026-03-01 11:59:58Z', 60, 200, '{1,2,3}',
                       '{active,active,idle in transaction}', '{"","",""}', '{"","",""}',
                       '{shop,shop,shop}', '{a,a,a}', '{w,w,w}', '{0,0,0}', '{1,1,90000}',
                       '{1,1,90000}', '{"","3",""}', '2026-03-01 11:59:58Z'
                  FROM node n
                """);
        assertThat(readings(NOW))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "connections", 30.0,
                                "active_sessions", 2.0,
                                "lock_waits", 1.0,
                                "idle_in_transaction", 90.0));
        assertThat(readings(NOW.plus(Duration.ofMinutes(3)))).isEmpty();
    }

    @Test
    void goByTheClockOfTheServerWhereThatIsWrong() {
        database.execute(
                """
                INSERT INTO activity_sample
                SELECT n.instance_id, n.node_id, '2026-03-01 09:00Z', 60, 200, '{}', '{}', '{}',
                       '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '2026-03-01 11:59:59Z'
                  FROM node n
                """);
        assertThat(readings(NOW)).containsEntry("connections", 30.0);
        assertThat(readings(NOW.plus(Duration.ofMinutes(3)))).isEmpty();
    }

    @Test
    void areRatesOfWhatDatabasesCounted() {
        database.execute(
                """
                INSERT INTO database_sample (
                    instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete,
                    objects, blocks_hit, blocks_read, deadlocks, temp_bytes)
                SELECT n.instance_id, n.node_id, 0, t, t - interval '1 minute', '{}', '{}',
                       ARRAY[d.database_id], '{900}', '{100}', '{1}', NULL
                  FROM node n, monitored_database d,
                       generate_series('2026-03-01 11:56Z'::timestamptz, '2026-03-01 11:59Z',
                                       '1 minute') AS t
                """);
        assertThat(readings(NOW))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("cache_hit", 90.0, "deadlocks", 1.0, "temp_files", 0.0));
        assertThat(readings(NOW.plus(Duration.ofMinutes(3)))).isEmpty();
    }

    @Test
    void tellSlowQueriesAndTheirMeans() {
        database.execute(
                """
                INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
                SELECT instance_id, h, h, h = 'ours', now()
                  FROM instance, unnest('{slow,quick,ours}'::text[]) AS h
                """,
                """
                INSERT INTO statement_source (
                    instance_id, node_id, database_id, role_oid, role_name, queryid, is_top_level,
                    statement_id, first_seen)
                SELECT s.instance_id, n.node_id, d.database_id, 1, 'app', s.statement_id, true,
                       s.statement_id, now()
                  FROM statement s, node n, monitored_database d
                """,
                """
                INSERT INTO statement_sample (
                    instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete,
                    objects, calls, execution_time)
                SELECT n.instance_id, n.node_id, 0, '2026-03-01 11:59Z', '2026-03-01 11:58Z', '{}',
                       '{}', array_agg(r.source_id ORDER BY r.source_id),
                       array_agg(CASE s.query_hash WHEN 'quick' THEN 96 ELSE 4 END
                                 ORDER BY r.source_id),
                       array_agg(CASE s.query_hash WHEN 'quick' THEN 2000000 ELSE 8000000 END
                                 ORDER BY r.source_id)
                  FROM node n
                  JOIN statement_source r USING (instance_id, node_id)
                  JOIN statement s USING (instance_id, statement_id)
                 GROUP BY n.instance_id, n.node_id
                """);
        Map<String, Double> values = readings(NOW);
        assertThat(values)
                .containsEntry("slow_queries", 4.0)
                .containsEntry("mean_latency", 100.0)
                .containsEntry("mean_latency slow", 2_000.0)
                .doesNotContainKey("mean_latency ours")
                .doesNotContainKey("p95_latency");
    }

    @Test
    void sayHowTablesAreKept() {
        database.execute(
                """
                INSERT INTO table_state (
                    instance_id, table_id, taken_at, relation_oid, estimated_rows, dead_rows,
                    changed_since_analyze, last_vacuum, frozen_transaction_age)
                SELECT instance_id, table_id, '2026-03-01 11:58Z', 1, 15000, 5000, 0,
                       '2026-03-01 01:58Z', 7
                  FROM monitored_table
                """,
                """
                INSERT INTO table_sample (
                    instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete,
                    objects, sequential_scans)
                SELECT t.instance_id, n.node_id, t.database_id, '2026-03-01 11:58Z',
                       '2026-03-01 11:53Z', '{}', '{}', ARRAY[t.table_id], '{600}'
                  FROM monitored_table t, node n
                """,
                """
                INSERT INTO database_state
                SELECT instance_id, database_id, '2026-03-01 11:59Z', 1000, 123
                  FROM monitored_database
                """);
        assertThat(readings(NOW))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "dead_rows shop.public.orders", 25.0,
                                "last_autovacuum shop.public.orders", 10.0,
                                "sequential_scans shop.public.orders", 120.0,
                                "transaction_age shop", 123.0));
    }

    @Test
    void sayWhenADiskIsFullOnlyWhereItsSizeIsKnown() {
        database.execute(
                """
                INSERT INTO bloat_estimate
                SELECT t.instance_id, e.at::timestamptz, t.database_id, ARRAY[t.table_id],
                       ARRAY[e.bytes], '{0}', ARRAY[e.bytes / 2], '{NULL}', '{}', '{}', '{}', '{}'
                  FROM monitored_table t,
                       (VALUES ('2026-02-27 11:00Z', 20000000::bigint),
                               ('2026-03-01 11:00Z', 40000000)) AS e (at, bytes)
                """,
                """
                INSERT INTO database_state
                SELECT instance_id, database_id, '2026-03-01 11:59Z', 50000000, 123
                  FROM monitored_database
                """);
        assertThat(readings(NOW))
                .containsEntry("bloat shop.public.orders", 50.0)
                .doesNotContainKey("disk_growth");
        Threshold disk =
                new Threshold(
                        UUID.randomUUID(),
                        Metric.DISK_GROWTH,
                        null,
                        30,
                        7,
                        true,
                        ThresholdSettings.DEFAULT.diskBytes(100_000_000));
        assertThat(readings(NOW, disk)).containsEntry("disk_growth", 5.0);
    }

    @Test
    void areOfReplicasSlotsCheckpointsAndCollectors() {
        database.execute(
                """
                INSERT INTO replication_sample
                SELECT n.instance_id, n.node_id, '2026-03-01 11:59:50Z', p.peer, 'x', p.replica,
                       p.lag_bytes, p.lag::interval, p.retained
                  FROM node n,
                       (VALUES ('standby1', true, 5::bigint, '7 s', NULL::bigint),
                               ('standby2', true, 0, NULL, NULL),
                               ('standby3', true, 9, NULL, NULL),
                               ('slot:old', false, NULL, NULL, 4096))
                       AS p (peer, replica, lag_bytes, lag, retained)
                """,
                """
                INSERT INTO log_hour (instance_id, hour, node_id, followed_from, followed_until)
                SELECT instance_id, '2026-03-01 11:00Z', node_id, '2026-03-01 11:00Z',
                       '2026-03-01 11:59Z'
                  FROM node
                """,
                """
                INSERT INTO log_event (id, instance_id, node_id, logged_at, kind, message, details)
                SELECT gen_random_uuid(), n.instance_id, n.node_id, e.at::timestamptz, 'checkpoint',
                       e.message, e.details::jsonb
                  FROM node n,
                       (VALUES ('2026-03-01 11:20Z', 'began: wal', '{"count": 3}'),
                               ('2026-03-01 11:25Z', 'began: time', '{"count": 1}'),
                               ('2026-03-01 11:26Z', 'complete', '{"count": 4}'),
                               ('2026-03-01 11:27Z', 'began: immediate force wait', '{"count": 9}'))
                       AS e (at, message, details)
                """,
                """
                INSERT INTO collector_run
                SELECT n.instance_id, c.at::timestamptz, n.node_id, c.name, 'shop', 2, c.failed,
                       1, 1, 'no'
                  FROM node n,
                       (VALUES ('2026-03-01 11:50Z', 'relations', 2),
                               ('2026-03-01 11:55Z', 'relations', 1),
                               ('2026-03-01 11:56Z', 'relations', 2),
                               ('2026-03-01 11:58Z', 'relations', 2),
                               ('2026-03-01 11:58Z', 'schema', 0)) AS c (at, name, failed)
                """);
        assertThat(readings(NOW))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "replication_lag standby1", 7.0,
                                "replication_lag standby2", 0.0,
                                "slot_retained_wal old", 4096.0,
                                "checkpoint_pressure", 75.0,
                                "collector_failure relations of shop at db1:5432", 4.0,
                                "collector_failure schema of shop at db1:5432", 0.0));
    }
}
