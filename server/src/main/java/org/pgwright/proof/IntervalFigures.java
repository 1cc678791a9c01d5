package org.pgwright.proof;

/**
 * What a statement did in an interval.
 *
 * @param calls at least one
 * @param millis of all calls
 * @param rows that were returned or changed
 * @param blocksHit blocks that were found in shared buffers
 * @param blocksRead blocks that were not
 * @param ioMillis of all calls, for reading and writing blocks; 0 where the server does not time it
 */
public record IntervalFigures(
        long calls,
        double millis,
        long rows,
        long blocksHit,
        long blocksRead,
        long walBytes,
        double ioMillis) {
    public IntervalFigures {
        if (calls < 1) {
            throw new IllegalArgumentException("an interval without calls says nothing");
        }
    }

    double meanMillis() {
        return millis / calls;
    }
}
