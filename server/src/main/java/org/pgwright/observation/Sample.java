package org.pgwright.observation;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was counted between two looks.
 *
 * @param intervalStart when the look before was taken
 * @param gaps why more may have happened; empty if this is all that happened
 * @param incomplete the objects whose own counters were started anew meanwhile
 * @param counted by object, without those that did nothing
 */
public record Sample<K>(
        Instant intervalStart,
        Instant takenAt,
        Set<IntervalGap> gaps,
        Set<K> incomplete,
        Map<K, Counters> counted) {
    public Sample {
        gaps = Set.copyOf(gaps);
        incomplete = Set.copyOf(incomplete);
        counted = Map.copyOf(counted);
    }

    /** The same as if it had been taken later, as the clock that said when is not to be trusted. */
    public Sample<K> movedTo(Instant later) {
        Set<IntervalGap> more = EnumSet.of(IntervalGap.CLOCK_STEP);
        more.addAll(gaps);
        return new Sample<>(intervalStart, later, more, incomplete, counted);
    }

    /** The objects that did something. */
    public List<K> objects() {
        return List.copyOf(counted.keySet());
    }
}
