package org.pgwright.proof;

/**
 * What a statement did in an interval.
 *
 * @param calls at least one
 * @param millis of all calls
 * @param rows that were returned or changed
 * @param blocksHit blocks that were found in shared buffers
 * @param blocksRead blocks that were not
 */
public record IntervalFigures(
        long calls, double millis, long rows, long blocksHit, long blocksRead, long walBytes) {
    public IntervalFigures {
        if (calls < 1) {
            throw new IllegalArgumentException("an interval without calls says nothing");
        }
    }

    double meanMillis() {
        return millis / calls;
    }
}
