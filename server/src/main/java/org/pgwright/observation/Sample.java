package org.pgwright.observation;

import java.time.Instant;
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

    /** The objects that did something. */
    public List<K> objects() {
        return List.copyOf(counted.keySet());
    }
}
