package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What was counted between two looks at a server's counters.
 *
 * <p>Nothing is counted twice: an object whose counters were started anew gives what they have now.
 * What was lost with the old ones cannot be known; then the sample says so.
 */
public final class Deltas<K> {
    private static final Duration SMALLEST = Duration.ofNanos(1_000);

    private final CounterKind kind;
    private final CounterLook before;
    private final CounterLook now;
    private final boolean allReset;
    private final Set<IntervalGap> gaps = EnumSet.noneOf(IntervalGap.class);
    private final Set<K> incomplete = new HashSet<>();
    private final Map<K, Counters> counted = new HashMap<>();

    private Deltas(CounterKind kind, CounterLook before, CounterLook now) {
        this.kind = kind;
        this.before = before;
        this.now = now;
        this.allReset = !Objects.equals(before.statisticsResetAt(), now.statisticsResetAt());
    }

    /**
     * The sample.
     *
     * @param readings at the look before, by object
     */
    public static <K> Sample<K> between(
            CounterKind kind,
            CounterLook before,
            Map<K, CounterReading<K>> readings,
            CounterLook now,
            List<CounterReading<K>> readingsNow) {
        Deltas<K> deltas = new Deltas<>(kind, before, now);
        Set<K> vanished = new HashSet<>(readings.keySet());
        for (CounterReading<K> reading : readingsNow) {
            vanished.remove(reading.object());
            deltas.add(readings.get(reading.object()), reading);
        }
        if (!vanished.isEmpty()) {
            deltas.lost();
        }
        return deltas.sample();
    }

    private void add(@Nullable CounterReading<K> past, CounterReading<K> present) {
        Counters difference = past == null ? unseen(present) : difference(past, present);
        if (!difference.areZero()) {
            counted.put(present.object(), difference);
        }
    }

    /**
     * It came since the look before, or was under way then: the server shows nothing before its
     * first end. Unless it could not be seen then.
     */
    private Counters unseen(CounterReading<K> present) {
        return before.isRestricted()
                ? present.counters().since(present.counters(), kind)
                : present.counters();
    }

    private Counters difference(CounterReading<K> past, CounterReading<K> present) {
        boolean fell = present.counters().fellBehind(past.counters(), kind);
        if (allReset || fell || !Objects.equals(past.since(), present.since())) {
            incomplete.add(present.object());
            gaps.add(reason(past, present));
            return present.counters();
        }
        return present.counters().since(past.counters(), kind);
    }

    /**
     * Tables that vanish were dropped. Statements were reset one by one, and what they did before
     * is not known; unless they made room, or all were reset.
     */
    private void lost() {
        if (kind == CounterKind.STATEMENT && !allReset && now.evictions() == before.evictions()) {
            gaps.add(IntervalGap.STATISTICS_RESET);
        }
    }

    private IntervalGap reason(CounterReading<K> past, CounterReading<K> present) {
        if (past.incarnation() != present.incarnation()) {
            return IntervalGap.RECREATED;
        }
        if (allReset) {
            return resetOfAll();
        }
        if (now.evictions() != before.evictions()) {
            return IntervalGap.EVICTION;
        }
        return now.serverStartedAt().equals(before.serverStartedAt())
                ? IntervalGap.STATISTICS_RESET
                : IntervalGap.CRASH;
    }

    /** A server that lost its counters has forgotten when they were reset, too. */
    private IntervalGap resetOfAll() {
        return now.statisticsResetAt() == null ? IntervalGap.CRASH : IntervalGap.STATISTICS_RESET;
    }

    private Sample<K> sample() {
        if (allReset) {
            gaps.add(resetOfAll());
        }
        if (before.isRestricted() || now.isRestricted()) {
            gaps.add(IntervalGap.NOT_ALLOWED);
        }
        if (now.evictions() != before.evictions()) {
            gaps.add(IntervalGap.EVICTION);
        }
        Instant end = now.takenAt();
        if (!end.isAfter(before.takenAt())) {
            gaps.add(IntervalGap.CLOCK_STEP);
            end = before.takenAt().plus(SMALLEST);
        }
        return new Sample<>(before.takenAt(), end, gaps, incomplete, counted);
    }
}
