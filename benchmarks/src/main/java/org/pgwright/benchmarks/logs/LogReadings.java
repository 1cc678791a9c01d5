package org.pgwright.benchmarks.logs;

import org.jspecify.annotations.Nullable;

/**
 * What reading one log took.
 *
 * @param bytes of the log
 * @param written what is in it
 * @param pgwright our command
 * @param pgbadger one process of it; null if it is not there or was not asked for
 * @param pgbadgerOnTwo the same with {@code -j 2}
 */
public record LogReadings(
        long bytes,
        LogGenerator.Written written,
        Reading pgwright,
        @Nullable Reading pgbadger,
        @Nullable Reading pgbadgerOnTwo) {
    /** Whether each program counted all calls; pgBadger counts a plan as one, too. */
    boolean agree() {
        return pgwright.statements() == written.calls()
                && hasAll(pgbadger)
                && hasAll(pgbadgerOnTwo);
    }

    private boolean hasAll(@Nullable Reading other) {
        return other == null || other.statements() == written.calls() + written.plans();
    }

    /**
     * One program's.
     *
     * @param statements calls that it counted
     */
    public record Reading(MeasuredProcess.Taken taken, long statements) {}
}
