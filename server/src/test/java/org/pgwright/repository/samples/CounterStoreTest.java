package org.pgwright.repository.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.Counters;
import org.pgwright.observation.IndexCounter;
import org.pgwright.observation.IntervalGap;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Sample;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class CounterStoreTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static TestDatabase database;
    private static Repository repository;

    private final CounterStore store = new CounterStore();
    private final CounterScope scope =
            new CounterScope(new NodeKey(UUID.randomUUID(), 1), CounterKind.INDEX, 5);

    @BeforeAll
    static void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
        database.execute("CREATE TABLE index_sample_all PARTITION OF index_sample DEFAULT");
    }

    @AfterAll
    static void closeIt() {
        repository.close();
        database.close();
    }

    @Test
    void beginsWithTheFirstLook() {
        assertThat(record(NOON, Map.of(1, 100L))).isEmpty();
        assertThat(samples()).isZero();
    }

    @Test
    void keepsWhatWasCountedSinceTheLookBefore() {
        record(NOON, Map.of(1, 100L, 2, 7L));

        Sample<Integer> sample = record(NOON.plusSeconds(60), Map.of(1, 130L, 2, 7L)).orElseThrow();

        assertThat(sample.counted()).isEqualTo(Map.of(1, scans(30)));
        assertThat(text("SELECT concat_ws(' ', objects, scans) FROM index_sample"))
                .isEqualTo("{1} {30}");
        assertThat(text("SELECT rows_read::text FROM index_sample")).isNull();
        assertThat(text("SELECT gaps::text FROM index_sample")).isEqualTo("{}");
    }

    @Test
    void countsALookThatWasNotKeptWithTheNext() {
        record(NOON, Map.of(1, 100L));
        try {
            repository.inTransaction(
                    jdbc -> {
                        record(NOON.plusSeconds(60), Map.of(1, 130L));
                        throw new IllegalStateException("cut off");
                    });
        } catch (IllegalStateException cutOff) {
            assertThat(cutOff).hasMessage("cut off");
        }

        Sample<Integer> sample = record(NOON.plusSeconds(120), Map.of(1, 150L)).orElseThrow();

        assertThat(sample.counted()).isEqualTo(Map.of(1, scans(50)));
        assertThat(sample.intervalStart()).isEqualTo(NOON);
    }

    @Test
    void forgetsWhatIsGoneAndCountsItsSuccessorInFull() {
        record(NOON, Map.of(1, 100L, 2, 5L));
        record(NOON.plusSeconds(60), Map.of(1, 100L));

        Sample<Integer> sample =
                record(NOON.plusSeconds(120), Map.of(1, 100L, 2, 9L)).orElseThrow();

        assertThat(sample.counted()).isEqualTo(Map.of(2, scans(9)));
    }

    @Test
    void writesDownWhyAnIntervalIsIncomplete() {
        record(NOON, Map.of(1, 100L));
        CounterLook reset = new CounterLook(NOON.plusSeconds(60), START, NOON, 0, false);
        repository.inTransaction(jdbc -> store.record(jdbc, scope, reset, readings(Map.of(1, 3L))));

        assertThat(text("SELECT concat_ws(' ', gaps, incomplete) FROM index_sample"))
                .isEqualTo("{" + IntervalGap.STATISTICS_RESET.word() + "} {1}");
    }

    @Test
    void keepsTheTimesApartWhenTheClockIsSetBack() {
        record(NOON, Map.of(1, 100L));
        record(NOON.minusSeconds(3600), Map.of(1, 110L));
        record(NOON.minusSeconds(3540), Map.of(1, 125L));

        assertThat(
                        text(
                                "SELECT string_agg(scans::text, ' ' ORDER BY taken_at) FROM"
                                        + " index_sample"))
                .isEqualTo("{10} {15}");
        assertThat(text("SELECT count(DISTINCT taken_at) || '' FROM index_sample")).isEqualTo("2");
    }

    @Test
    void sumsUpAnHourOnce() {
        database.execute(
                "CREATE TABLE IF NOT EXISTS index_hour_all PARTITION OF index_hour DEFAULT");
        repository.inTransaction(
                jdbc ->
                        jdbc.sql(
                                        """
                                        WITH i AS (
                                            INSERT INTO instance (instance_id, system_identifier, name, created_by)
                                            SELECT :i, :s, :i::text, id FROM app_user RETURNING 1),
                                        d AS (
                                            INSERT INTO monitored_database (instance_id, database_id, database_oid, database_name, first_seen, last_seen)
                                            OVERRIDING SYSTEM VALUE
                                            SELECT :i, 5, 5, 'shop', now(), now() FROM i),
                                        t AS (
                                            INSERT INTO monitored_table (instance_id, table_id, database_id, schema_name, table_name, kind, first_seen, last_seen)
                                            OVERRIDING SYSTEM VALUE
                                            SELECT :i, 1, 5, 'public', 'orders', 'r', now(), now() FROM i)
                                        INSERT INTO monitored_index (instance_id, index_id, table_id, index_name, method, definition, keys, is_unique, is_primary, is_constraint, is_valid, first_seen, last_seen)
                                        OVERRIDING SYSTEM VALUE
                                        SELECT :i, 1, 1, 'orders_pkey', 'btree', '', '[]', true, true, true, true, now(), now() FROM i
                                        """)
                                .param("i", scope.node().instanceId())
                                .param("s", scope.node().instanceId().getMostSignificantBits())
                                .update());
        record(NOON, Map.of(1, 100L));
        record(NOON.plusSeconds(60), Map.of(1, 130L));
        record(NOON.plusSeconds(3_540), Map.of(1, 150L));
        record(NOON.plusSeconds(3_660), Map.of(1, 175L));
        RollUp rollUp = new RollUp();
        UUID instance = scope.node().instanceId();

        assertThat(due(rollUp, NOON.plusSeconds(3_661))).isEmpty();
        record(NOON.plusSeconds(3_725), Map.of(1, 175L));
        assertThat(due(rollUp, NOON.plusSeconds(3_800))).contains(NOON);
        repository.inTransaction(jdbc -> rollUp.sum(jdbc, instance, CounterKind.INDEX, NOON));

        assertThat(due(rollUp, NOON.plusSeconds(3_800))).isEmpty();
        assertThat(text("SELECT hour || ' ' || index_id || ' ' || scans FROM index_hour"))
                .isEqualTo("2026-03-01 12:00:00+00 1 50");
    }

    private Optional<Instant> due(RollUp rollUp, Instant now) {
        return repository.inTransaction(
                jdbc -> rollUp.due(jdbc, scope.node().instanceId(), CounterKind.INDEX, now));
    }

    private Optional<Sample<Integer>> record(Instant at, Map<Integer, Long> scans) {
        CounterLook look = new CounterLook(at, START, null, 0, false);
        return repository.inTransaction(jdbc -> store.record(jdbc, scope, look, readings(scans)));
    }

    private static List<CounterReading<Integer>> readings(Map<Integer, Long> scans) {
        return scans.entrySet().stream()
                .map(e -> new CounterReading<>(e.getKey(), 0, null, scans(e.getValue())))
                .toList();
    }

    private static Counters scans(long scans) {
        return Counters.of(CounterKind.INDEX, Map.of(IndexCounter.SCANS, scans));
    }

    private long samples() {
        return Long.parseLong(String.valueOf(text("SELECT count(*) || '' FROM index_sample")));
    }

    /** Of the rows of this test alone. */
    private @Nullable String text(String sql) {
        return repository
                .jdbc()
                .sql(sql + " WHERE instance_id = ?")
                .params(scope.node().instanceId())
                .query((row, number) -> row.getString(1))
                .list()
                .getFirst();
    }
}
