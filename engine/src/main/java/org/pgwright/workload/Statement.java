package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A statement of the workload, with how often it ran and how long it took.
 *
 * @param text as pg_stat_statements or a file gives it: parameters as {@code $1}, or literals
 * @param hash of the normalised text; equal across majors, and for log and pg_stat_statements alike
 * @param queryId the server's own identifier, null for statements from files
 * @param calls how often it ran; for a file, its weight
 * @param totalTime of all calls, zero where unknown
 * @param rows that all calls returned or changed; -1 where unknown
 * @param role that ran it, null where unknown
 * @param source where it came from, for people: {@code pg_stat_statements}, or file and line as
 *     {@code orders.sql:12}
 */
public record Statement(
        String text,
        String hash,
        @Nullable Long queryId,
        double calls,
        Duration totalTime,
        long rows,
        @Nullable String role,
        String source) {
    /** Rows per call; negative where unknown. */
    public double rowsPerCall() {
        return rows < 0 || calls <= 0 ? -1 : rows / calls;
    }
}
