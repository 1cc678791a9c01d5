package org.pgwright.repository.performance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** An index that nothing used in 40 days, on a primary and a replica, and what speaks for it. */
final class DropAdviceTest {
    private static final UUID INSTANCE = UUID.fromString("00000000-0000-7000-8000-0000000000aa");

    private static final String UNUSED =
            "t no scan on any of 2 watched servers in 30 days, and nothing else needs it";

    private final Instant now = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    private final DailyUse use = new DailyUse(UUID::randomUUID);
    private TestDatabase kept;
    private Repository repository;

    @BeforeEach
    void open() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        var partitions = new Partitions(repository, () -> now, Retention.DEFAULT);
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

    @AfterEach
    void close() {
        repository.close();
        kept.close();
    }

    @Test
    void recommendsWhatNothingNeedsAndSaysWhy() {
        assertThat(advice()).isEqualTo(UNUSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    is_constraint = true              | kept: a constraint needs it
                    is_unique = true                  | kept: it is unique, which is a rule of its own
                    duties = '{foreign_key}'          | kept: a foreign key needs it
                    duties = '{replica_identity}'     | kept: it is the replica identity of its table
                    duties = '{partitioned_index}'    | kept: it is a part of the index of a partitioned table
                    keys = '[{"expression":"f(a)"}]'  | kept: the planner has statistics of its expression from it
                    """,
            quoteCharacter = '`')
    void keepsWhatSomethingNeeds(String change, String reason) {
        kept.execute("UPDATE monitored_index SET " + change);

        assertThat(advice()).isEqualTo("f " + reason);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 3", "2, 29, 3", "2, 0, 1"})
    void keepsWhatWasScannedOnAnyServer(int node, int daysAgo, int scans) {
        hour(node, daysAgo, scans, false);

        assertThat(advice()).isEqualTo("f kept: " + scans + " scans in 30 days");
    }

    @Test
    void forgetsScansOfLongAgo() {
        hour(1, 40, 3, false);

        assertThat(advice()).isEqualTo(UNUSED);
    }

    @ParameterizedTest
    @CsvSource({"monitored_index", "node"})
    void doesNotKnowWhatWasNotWatchedForLong(String watched) {
        kept.execute("UPDATE " + watched + " SET first_seen = now() - interval '12 days'");

        assertThat(advice()).isEqualTo("f not known: watched for 12 of 30 days");
    }

    @Test
    void doesNotKnowWhatIsNotKeptForLong() {
        kept.execute("DELETE FROM index_usage_stats");

        assertThat(advice()).isEqualTo("f not known: watched for 0 of 30 days");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DELETE FROM counter_look WHERE node_id = 2
                    UPDATE counter_look SET taken_at = now() - interval '2 hours' WHERE node_id = 2
                    """)
    void doesNotKnowWhatAServerThatIsNotCollectedFromScans(String silenced) {
        kept.execute(silenced);

        assertThat(advice()).isEqualTo("f not known: nothing was collected from db2 lately");
    }

    @Test
    void waitsForNoServerThatWasRemoved() {
        kept.execute(
                "DELETE FROM counter_look WHERE node_id = 2",
                "UPDATE node SET is_active = false WHERE node_id = 2");

        assertThat(advice())
                .isEqualTo(
                        "t no scan on any of 1 watched servers in 30 days, and nothing else needs"
                                + " it");
    }

    @Test
    void doesNotKnowWhatReplicasScanThatAreNotWatched() {
        follow("replica1", true);
        follow("subscriber", false);
        assertThat(advice()).isEqualTo(UNUSED);

        follow("replica2", true);
        assertThat(advice()).isEqualTo("f not known: 2 replicas follow, of which 1 are watched");

        kept.execute("UPDATE replication_sample SET taken_at = taken_at - interval '2 hours'");
        assertThat(advice()).isEqualTo(UNUSED);
    }

    @Test
    void doesNotKnowWhatACounterThatWasStartedAnewHid() {
        hour(2, 20, 0, true);

        assertThat(advice())
                .isEqualTo("f not known: scans may have been missed in the last 30 days");
    }

    @Test
    void remembersTheDayWhenSomebodyResetTheDatabase() {
        kept.execute(
                """
                INSERT INTO index_sample (instance_id, node_id, database_id, taken_at,
                                          interval_start, gaps, incomplete, objects)
                SELECT instance_id, 2, 1, now(), now(), '{statistics_reset}', '{}', '{}'
                  FROM instance
                """);
        String missed = "f not known: scans may have been missed in the last 30 days";
        assertThat(advice()).isEqualTo(missed);

        kept.execute("DELETE FROM index_sample");
        kept.execute(
                "UPDATE index_usage_stats SET stats_date = stats_date - 10 WHERE is_incomplete");
        assertThat(advice()).isEqualTo(missed);
    }

    @Test
    void takesItBackWhenTheIndexIsUsedAfterAll() {
        assertThat(advice()).isEqualTo(UNUSED);
        hour(1, 0, 1, false);
        assertThat(advice()).isEqualTo("f kept: 1 scans in 30 days");
    }

    @Test
    void writesDownThatAnIndexIsGone() {
        kept.execute("DELETE FROM index_state");

        refresh();
        refresh();

        assertThat(
                        repository
                                .jdbc()
                                .sql(
                                        """
                                        SELECT concat_ws(' ', from_status, to_status, why)
                                          FROM strategy_event
                                        """)
                                .query(String.class)
                                .list())
                .containsExactly("existing gone the index is not there any more; not by pgwright");
    }

    private void refresh() {
        repository.inTransaction(
                jdbc -> {
                    new ExistingStrategies(UUID::randomUUID).refresh(jdbc, INSTANCE);
                    return null;
                });
    }

    private String advice() {
        repository.inTransaction(
                jdbc -> {
                    use.write(jdbc, INSTANCE, today);
                    return null;
                });
        return repository
                .jdbc()
                .sql(
                        """
                        SELECT concat_ws(' ', is_recommended_for_drop, recommendation_reason)
                          FROM index_usage_stats WHERE stats_date = :today
                        """)
                .param("today", today)
                .query(String.class)
                .single();
    }

    private void hour(int node, int daysAgo, int scans, boolean isIncomplete) {
        kept.execute(
                """
                INSERT INTO index_hour (instance_id, hour, node_id, index_id, is_incomplete, scans)
                SELECT instance_id, now() - interval '%d days', %d, 1, %s, %d FROM instance
                """
                        .formatted(daysAgo, node, isIncomplete, scans));
    }

    private void follow(String replica, boolean isReplica) {
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
        refresh();
        kept.execute(
                """
                INSERT INTO index_usage_stats (id, instance_id, index_strategy_id, schema_name,
                                               table_name, index_name, stats_date)
                SELECT gen_random_uuid(), instance_id, id, schema_name, table_name, index_name,
                       (now() AT TIME ZONE 'UTC')::date - 40
                  FROM index_strategy
                """);
    }
}
