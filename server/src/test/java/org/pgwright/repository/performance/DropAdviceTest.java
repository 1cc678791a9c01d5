package org.pgwright.repository.performance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** An index that nothing used in 40 days, on a primary and a replica, and what speaks for it. */
final class DropAdviceTest {
    private static final String UNUSED =
            "t no scan on any of 2 watched servers in 30 days, and nothing else needs it";

    private final DailyUse use = new DailyUse(UUID::randomUUID);
    private UnusedIndex kept;

    @BeforeEach
    void open() {
        kept = new UnusedIndex();
    }

    @AfterEach
    void close() {
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
        kept.hour(node, daysAgo, scans, false);

        assertThat(advice()).isEqualTo("f kept: " + scans + " scans in 30 days");
    }

    @Test
    void forgetsScansOfLongAgo() {
        kept.hour(1, 40, 3, false);

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
        kept.follow("replica1", true);
        kept.follow("subscriber", false);
        assertThat(advice()).isEqualTo(UNUSED);

        kept.follow("replica2", true);
        assertThat(advice()).isEqualTo("f not known: 2 replicas follow, of which 1 are watched");

        kept.execute(
                // Two hours ago may have been yesterday, of which there is no partition.
                "CREATE TABLE earlier PARTITION OF replication_sample DEFAULT",
                "UPDATE replication_sample SET taken_at = taken_at - interval '2 hours'");
        assertThat(advice()).isEqualTo(UNUSED);
    }

    @Test
    void doesNotKnowWhatACounterThatWasStartedAnewHid() {
        kept.hour(2, 20, 0, true);

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
        kept.hour(1, 0, 1, false);
        assertThat(advice()).isEqualTo("f kept: 1 scans in 30 days");
    }

    @Test
    void writesDownThatAnIndexIsGone() {
        kept.execute("DELETE FROM index_state");

        refresh();
        refresh();

        assertThat(
                        kept.repository()
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
        kept.repository()
                .inTransaction(
                        jdbc -> {
                            new ExistingStrategies(UUID::randomUUID)
                                    .refresh(jdbc, UnusedIndex.INSTANCE);
                            return null;
                        });
    }

    private String advice() {
        LocalDate today = LocalDate.ofInstant(kept.now(), ZoneOffset.UTC);
        kept.repository()
                .inTransaction(
                        jdbc -> {
                            use.write(jdbc, UnusedIndex.INSTANCE, today);
                            return null;
                        });
        return kept.repository()
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
}
