package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.Workload;

import java.time.Duration;

/**
 * What a snapshot is to hold.
 *
 * @param withValues whether common values, histograms and column ends are read: they are user data
 * @param workload from files; null reads pg_stat_statements
 * @param minimumCalls statements of pg_stat_statements that ran less often are left out
 * @param minimumTime statements of pg_stat_statements that took less time in all are left out
 * @param madeBy the version of pgwright
 */
public record SnapshotRequest(
        boolean withValues,
        @Nullable Workload workload,
        long minimumCalls,
        Duration minimumTime,
        String madeBy) {
    /** Everything, with the server's own workload. */
    public static SnapshotRequest everything(String madeBy) {
        return new SnapshotRequest(true, null, 0, Duration.ZERO, madeBy);
    }

    /** The same without the server's workload: that of files instead, which may be empty. */
    public SnapshotRequest withWorkload(Workload files) {
        return new SnapshotRequest(withValues, files, minimumCalls, minimumTime, madeBy);
    }

    /** The same without user data. */
    public SnapshotRequest withoutValues() {
        return new SnapshotRequest(false, workload, minimumCalls, minimumTime, madeBy);
    }
}
