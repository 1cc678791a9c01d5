package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
    private final boolean isReplaced;

    /** Something was reset, and no object that stood still says that it was not everything. */
    private final boolean isUncertain;

    private final Set<IntervalGap> gaps = EnumSet.noneOf(IntervalGap.class);
    private final Set<K> incomplete = new HashSet<>();
    private final Map<K, Counters> counted = new HashMap<>();

    /** What became of all counters together. */
    private enum Fate {
        KEPT,
        RESET,
        UNCERTAIN
    }

    private Deltas(CounterKind kind, CounterLook before, CounterLook now, Fate fate) {
        this.kind = kind;
        this.before = before;
        this.now = now;
        this.allReset = fate == Fate.RESET;
        this.isUncertain = fate == Fate.UNCERTAIN && !sameReset(before, now);
        this.isReplaced =
                !now.serverStartedAt().equals(before.serverStartedAt())
                        && !now.serverStartedAt().isAfter(before.takenAt());
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
        Fate fate =
                kind == CounterKind.STATEMENT && isResetKnown(before, now)
                        ? sameReset(before, now) ? Fate.KEPT : Fate.RESET
                        : fate(kind, readings, readingsNow);
        Deltas<K> deltas = new Deltas<>(kind, before, now, fate);
        Map<K, CounterReading<K>> vanished = new HashMap<>(readings);
        for (CounterReading<K> reading : readingsNow) {
            vanished.remove(reading.object());
            deltas.add(readings.get(reading.object()), reading);
        }
        if (kind == CounterKind.STATEMENT && !vanished.isEmpty()) {
            deltas.lost(vanished.values());
        }
        return deltas.sample();
    }

    private static boolean isResetKnown(CounterLook before, CounterLook now) {
        return before.statisticsResetAt() != null || now.statisticsResetAt() != null;
    }

    private static boolean sameReset(CounterLook before, CounterLook now) {
        return Objects.equals(before.statisticsResetAt(), now.statisticsResetAt());
    }

    /**
     * A database's time of reset changes with the reset of a single table, too, so the counters
     * themselves have to tell.
     */
    private static <K> Fate fate(
            CounterKind kind,
            Map<K, CounterReading<K>> readings,
            List<CounterReading<K>> readingsNow) {
        int fell = 0;
        int stood = 0;
        boolean idle = false;
        for (CounterReading<K> present : readingsNow) {
            CounterReading<K> past = readings.get(present.object());
            if (past != null && !past.counters().areZero()) {
                boolean behind = fellBehind(kind, past, present);
                fell += behind ? 1 : 0;
                stood += behind ? 0 : 1;
                idle |= present.counters().equals(past.counters());
            }
        }
        return fell > stood ? Fate.RESET : idle ? Fate.KEPT : Fate.UNCERTAIN;
    }

    /** Up to PostgreSQL 16, a largest value is reset with its statement only. */
    private static <K> boolean fellBehind(
            CounterKind kind, CounterReading<K> past, CounterReading<K> present) {
        return present.counters().fellBehind(past.counters(), kind, past.since() == null);
    }

    private void add(@Nullable CounterReading<K> past, CounterReading<K> present) {
        Counters difference = past == null ? unseen(present) : difference(past, present);
        if (!difference.areZero() || incomplete.contains(present.object())) {
            counted.put(present.object(), difference);
        }
    }

    /**
     * It came since the look before, or was under way then: the server shows nothing before its
     * first end. Unless it could not be seen then.
     */
    private Counters unseen(CounterReading<K> present) {
        if (isReplaced) {
            incomplete.add(present.object());
        }
        return before.isRestricted() || isReplaced ? none(present) : present.counters();
    }

    private Counters none(CounterReading<K> reading) {
        return reading.counters().since(reading.counters(), kind);
    }

    private Counters difference(CounterReading<K> past, CounterReading<K> present) {
        if (isReplaced) {
            incomplete.add(present.object());
            return none(present);
        }
        boolean otherTime = !Objects.equals(past.since(), present.since());
        boolean otherObject = past.incarnation() != present.incarnation();
        if (allReset
                || fellBehind(kind, past, present)
                || (otherTime && kind != CounterKind.DATABASE)) {
            incomplete.add(present.object());
            gaps.add(reason(past, present));
            return present.counters();
        }
        // A database's time of reset changes with the reset of any of its tables, which leaves its
        // own counters; an index has another oid, but its counters, after REINDEX CONCURRENTLY.
        if (otherTime || otherObject || isUncertain) {
            incomplete.add(present.object());
            gaps.add(otherObject ? IntervalGap.RECREATED : IntervalGap.STATISTICS_RESET);
        }
        return present.counters().since(past.counters(), kind);
    }

    /**
     * Tables that vanish were dropped. Statements made room, or were reset, and what they did
     * before is not known.
     */
    private void lost(Collection<CounterReading<K>> vanished) {
        for (CounterReading<K> past : vanished) {
            incomplete.add(past.object());
            counted.put(past.object(), none(past));
        }
        if (!allReset && now.evictions() == before.evictions()) {
            gaps.add(IntervalGap.STATISTICS_RESET);
        }
    }

    private IntervalGap reason(CounterReading<K> past, CounterReading<K> present) {
        if (past.incarnation() != present.incarnation()) {
            return IntervalGap.RECREATED;
        }
        if (!sameReset(before, now)) {
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
        if (isReplaced) {
            gaps.clear();
            gaps.add(IntervalGap.REPLACED);
        } else if (!sameReset(before, now)) {
            gaps.add(resetOfAll());
        }
        if (before.isRestricted() || now.isRestricted()) {
            gaps.add(IntervalGap.NOT_ALLOWED);
        }
        if (!isReplaced && now.evictions() != before.evictions()) {
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
