package org.pgwright.benchmarks.logs;

import org.jspecify.annotations.Nullable;

/**
 * What reading one log took.
 *
 * @param bytes of the log
 * @param written calls of statements that are in it
 * @param pgwright our command
 * @param pgbadger one process of it; null if it is not there or was not asked for
 * @param pgbadgerOnTwo the same with {@code -j 2}
 */
public record LogReadings(
        long bytes,
        long written,
        Reading pgwright,
        @Nullable Reading pgbadger,
        @Nullable Reading pgbadgerOnTwo) {
    /**
     * One program's.
     *
     * @param statements calls that it counted
     */
    public record Reading(MeasuredProcess.Taken taken, long statements) {}
}
