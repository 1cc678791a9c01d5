package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.Counters;
import org.pgwright.observation.Deltas;
import org.pgwright.observation.IntervalGap;
import org.pgwright.observation.Sample;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps counters: how they stood at the last look, and a sample of what was counted since.
 *
 * <p>Both change in one transaction, so that a look is counted once or not at all: whatever fails
 * in between, the next look covers the time from the last one that was kept.
 */
public final class CounterStore {
    /** Shared, so that samples do not wait for each other, but sums for them. */
    private static final String SUMMED =
            """
            SELECT until FROM rolled_up
             WHERE instance_id = ? AND kind = ?::counter_kind
               FOR SHARE
            """;

    private final CounterStates states = new CounterStates();

    /**
     * Keeps a look. The first one in a scope only says where counting begins.
     *
     * @param jdbc within a transaction
     * @param readings all objects of the scope, by their numbers
     * @return what was counted since the look before; empty for the first one
     */
    public Optional<Sample<Integer>> record(
            JdbcClient jdbc,
            CounterScope scope,
            CounterLook look,
            List<CounterReading<Integer>> readings) {
        Optional<CounterLook> before = states.lockLook(jdbc, scope);
        var past = states.read(jdbc, scope);
        Optional<Sample<Integer>> sample =
                before.map(earlier -> Deltas.between(scope.kind(), earlier, past, look, readings))
                        .map(counted -> beyondSums(jdbc, scope, counted));
        sample.ifPresent(counted -> insert(jdbc, scope, counted));
        states.write(jdbc, scope, past, readings);
        states.writeLook(jdbc, scope, sample.map(s -> at(look, s)).orElse(look));
        return sample;
    }

    /**
     * A sample of an hour that is summed up already, by a clock far behind the others', would be
     * lost; so it goes into the hour after.
     */
    private static Sample<Integer> beyondSums(
            JdbcClient jdbc, CounterScope scope, Sample<Integer> sample) {
        Optional<Instant> until =
                jdbc.sql(SUMMED)
                        .params(scope.node().instanceId(), scope.kind().word())
                        .query(OffsetDateTime.class)
                        .optional()
                        .map(OffsetDateTime::toInstant);
        return until.filter(sample.takenAt()::isBefore).map(sample::movedTo).orElse(sample);
    }

    /** A clock that was set back must not have samples overlap. */
    private static CounterLook at(CounterLook look, Sample<Integer> sample) {
        return new CounterLook(
                sample.takenAt(),
                look.serverStartedAt(),
                look.statisticsResetAt(),
                look.evictions(),
                look.isRestricted());
    }

    private static void insert(JdbcClient jdbc, CounterScope scope, Sample<Integer> sample) {
        List<Integer> objects = sample.objects().stream().sorted().toList();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(scope.node().instanceId());
        values.add(scope.node().nodeId());
        values.add(scope.databaseId());
        values.add(Times.of(sample.takenAt()));
        values.add(Times.of(sample.intervalStart()));
        values.add(sample.gaps().stream().sorted().map(IntervalGap::word).toArray(String[]::new));
        values.add(numbers(sample.incomplete().stream().sorted().toList()));
        values.add(numbers(objects));
        List<Counters> counted = objects.stream().map(o -> sample.counted().get(o)).toList();
        values.addAll(columns(scope.kind(), counted));
        jdbc.sql(SampleSql.insert(scope.kind())).params(values).update();
    }

    private static List<long @Nullable []> columns(CounterKind kind, List<Counters> counted) {
        List<long @Nullable []> columns = new ArrayList<>();
        for (var counter : kind.counters()) {
            long[] column = counted.stream().mapToLong(c -> c.at(counter)).toArray();
            columns.add(isZero(column) ? null : column);
        }
        return columns;
    }

    private static boolean isZero(long[] column) {
        for (long value : column) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static int[] numbers(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
