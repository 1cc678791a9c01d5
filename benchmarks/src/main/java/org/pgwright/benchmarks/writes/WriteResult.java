package org.pgwright.benchmarks.writes;

import java.util.Map;

/**
 * What writes paid for a set.
 *
 * @param added the share by which it made all writes dearer together, over the rounds
 * @param addedOfEach the same of each write alone, by name
 * @param micros of one execution of each write with it, by name
 */
public record WriteResult(
        WriteSet set, Spread added, Map<String, Spread> addedOfEach, Map<String, Spread> micros) {
    public WriteResult {
        addedOfEach = Map.copyOf(addedOfEach);
        micros = Map.copyOf(micros);
    }

    /** Predicted over measured. */
    public double besideMeasured() {
        return set.predicted() / added.lowest();
    }
}
