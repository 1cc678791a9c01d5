package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

final class PartitionsTest {
    private static final Instant START = Instant.parse("2026-11-29T23:30:00Z");

    private TestDatabase database;
    private Repository repository;
    private Instant now = START;

    @BeforeEach
    void open() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
    }

    @AfterEach
    void close() {
        repository.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void areMadeAheadForDaysAndMonths(int major) {
        try (TestDatabase other = TestServers.freshDatabase(major);
                Repository there = Repositories.on(other)) {
            Partitions partitions = new Partitions(there, () -> now, Retention.DEFAULT);
            partitions.createAhead();
            new Partitions(there, () -> now, Retention.DEFAULT).createAhead();
            assertThat(names(there, "statement_sample"))
                    .containsExactly(
                            "statement_sample_20261129",
                            "statement_sample_20261130",
                            "statement_sample_20261201",
                            "statement_sample_20261202");
            assertThat(names(there, "statement_hour"))
                    .containsExactly("statement_hour_202611", "statement_hour_202612");
            assertThat(names(there, "query_log_breach")).hasSize(4);
        }
    }

    @Test
    void areKnownForEveryPartitionedTable() {
        List<String> tables =
                repository
                        .jdbc()
                        .sql(
                                """
                                SELECT c.relname
                                  FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
                                """)
                        .query(String.class)
                        .list();
        assertThat(tables)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(PartitionedTable.values())
                                .map(PartitionedTable::tableName)
                                .toList());
    }

    @Test
    void haveWhatTheirTablesHave() {
        partitions().ensure(PartitionedTable.QUERY_PERFORMANCE_LOG, now);
        assertThat(
                        one(
                                """
                                SELECT string_agg(contype::text, '' ORDER BY contype)
                                  FROM pg_constraint
                                 WHERE conrelid = 'query_performance_log_20261129'::regclass
                                   AND contype <> 'n'
                                """))
                .isEqualTo("ccffffp");
        assertThat(
                        one(
                                """
                                SELECT count(*) FROM pg_index
                                 WHERE indrelid = 'query_performance_log_20261129'::regclass
                                """))
                .isEqualTo("2");
    }

    @Test
    void areMadeOnceByManyAtOnce() {
        List<CompletableFuture<Boolean>> all =
                IntStream.range(0, 6)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () ->
                                                        partitions()
                                                                .ensure(
                                                                        PartitionedTable
                                                                                .TABLE_SAMPLE,
                                                                        now),
                                                Thread::startVirtualThread))
                        .toList();
        assertThat(all.stream().map(CompletableFuture::join)).containsOnly(true);
        assertThat(names(repository, "table_sample")).hasSize(1);
    }

    @Test
    void areMadeForRowsThatComeLateUnlessTheyAreOlderThanIsKept() {
        List<Instant> rows = new ArrayList<>();
        for (int days = 0; days < 100; days += 10) {
            rows.add(now.minus(Duration.ofDays(days)));
        }
        rows.add(now.plus(Duration.ofDays(3650)));
        Partitions.Admitted<Instant> admitted =
                partitions().admit(PartitionedTable.LOG_EVENT, rows, row -> row);
        assertThat(admitted.rows()).hasSize(10).doesNotContain(rows.getLast());
        assertThat(admitted.refused()).isEqualTo(1);
        assertThat(partitions().ensure(PartitionedTable.LOG_EVENT, now.minus(Duration.ofDays(92))))
                .isFalse();
        assertThat(names(repository, "log_event")).hasSize(10).contains("log_event_20260831");
    }

    @Test
    void areAskedForBeforeATransaction() {
        Partitions partitions = partitions();
        assertThatThrownBy(
                        () ->
                                repository.inTransaction(
                                        jdbc -> partitions.ensure(PartitionedTable.LOG_EVENT, now)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void areDroppedWhenAllTheirRowsAreTooOld() {
        partitions().createAhead();
        now = START.plus(Duration.ofDays(14)).plus(Duration.ofHours(2));
        assertThat(partitions().dropOld().dropped())
                .contains("activity_sample_20261129")
                .doesNotContain("activity_sample_20261130", "query_performance_log_20261129");
        now = START.plus(Duration.ofDays(91));
        Partitions.Cleared cleared = partitions().dropOld();
        assertThat(cleared.left()).isEmpty();
        assertThat(cleared.dropped()).contains("query_performance_log_20261129");
        for (String table : List.of("query_performance_log", "query_log_strategy")) {
            assertThat(names(repository, table)).doesNotContain(table + "_20261129");
        }
        assertThat(names(repository, "statement_hour")).hasSize(2);
    }

    @Test
    void waitForTheirSamplesToBeSummedUpButNotForEver() {
        UUID instance = instance();
        partitions().ensure(PartitionedTable.DATABASE_SAMPLE, now);
        database.execute(
                """
                INSERT INTO database_sample (instance_id, node_id, database_id, taken_at,
                                             interval_start, gaps, incomplete, objects)
                VALUES ('%s', 1, 0, '2026-11-29 23:30Z', '2026-11-29 23:29Z', '{}', '{}', '{1}')
                """
                        .formatted(instance));
        now = START.plus(Duration.ofDays(20));
        assertThat(partitions().dropOld().dropped()).isEmpty();
        database.execute(
                "INSERT INTO rolled_up VALUES ('%s', 'database', '2026-11-30 00:00Z')"
                        .formatted(instance));
        assertThat(partitions().dropOld().dropped()).containsExactly("database_sample_20261129");

        now = START;
        partitions().ensure(PartitionedTable.TABLE_SAMPLE, now);
        database.execute(
                "INSERT INTO table_sample (instance_id, node_id, database_id, taken_at,"
                        + " interval_start, gaps, incomplete, objects) SELECT instance_id, 1, 0,"
                        + " '2026-11-29 23:30Z', '2026-11-29 23:29Z', '{}', '{}', '{1}' FROM"
                        + " instance");
        now = START.plus(Duration.ofDays(20));
        assertThat(partitions().dropOld().dropped()).isEmpty();
        now = START.plus(Duration.ofDays(29));
        assertThat(partitions().dropOld().dropped()).containsExactly("table_sample_20261129");
    }

    @Test
    void stayWhileSomebodyReadsThemAndAreDroppedTheNextTime() throws Exception {
        partitions().ensure(PartitionedTable.ACTIVITY_SAMPLE, now);
        now = START.plus(Duration.ofDays(15));
        Jobs jobs = new Jobs(repository, () -> now);
        try (Connection reader = database.connect();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT FROM activity_sample");
            jobs.keepPartitions(partitions());
            assertThat(one("SELECT last_failure FROM job WHERE name = 'drop_partitions'"))
                    .isEqualTo("in use: activity_sample_20261129");
            reader.rollback();
        }
        jobs.keepPartitions(partitions());
        assertThat(one("SELECT count(*) FROM job WHERE last_failure IS NULL")).isEqualTo("2");
        assertThat(names(repository, "activity_sample")).doesNotContain("activity_sample_20261129");
    }

    @Test
    void leaveWritersAlone() throws Exception {
        partitions().ensure(PartitionedTable.BUILD_SAMPLE, now);
        try (Connection writer = database.connect();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute(
                    """
                    INSERT INTO build_sample
                    VALUES (gen_random_uuid(), 1, '2026-11-29 23:30Z', 1, 'd', 'c', 1, 1, 'p',
                            1, 1, 1, 1)
                    """);
            Instant tomorrow = now.plus(Duration.ofDays(1));
            assertThat(partitions().ensure(PartitionedTable.BUILD_SAMPLE, tomorrow)).isTrue();
            writer.commit();
        }
    }

    private Partitions partitions() {
        return new Partitions(repository, () -> now, Retention.DEFAULT);
    }

    private UUID instance() {
        return new Instances(repository, () -> now, new Ids(() -> now, new Random(1)))
                .register(
                        new ServerSeen(
                                7,
                                ConnectionSettings.to("db1", 5432, "w", "postgres", null),
                                "w",
                                false,
                                "18.6",
                                now),
                        null)
                .instanceId();
    }

    private static List<String> names(Repository repository, String table) {
        return repository
                .jdbc()
                .sql(
                        """
                        SELECT inhrelid::regclass::text FROM pg_inherits
                         WHERE inhparent = ?::regclass ORDER BY 1
                        """)
                .param(table)
                .query(String.class)
                .list();
    }

    private String one(String sql) {
        return repository.jdbc().sql(sql).query(String.class).single();
    }
}
