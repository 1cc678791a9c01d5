package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

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
 * @param variants the texts that were called, where they are several that differ in their constants
 *     only; the most called first, and of very many a sample
 */
public record Statement(
        String text,
        String hash,
        @Nullable Long queryId,
        double calls,
        Duration totalTime,
        long rows,
        @Nullable String role,
        String source,
        List<Variant> variants) {
    public Statement {
        // Snapshots that were taken before there were any have none.
        variants = List.copyOf(Objects.requireNonNullElse(variants, List.of()));
    }

    /** A statement that was called with one text only. */
    public Statement(
            String text,
            String hash,
            @Nullable Long queryId,
            double calls,
            Duration totalTime,
            long rows,
            @Nullable String role,
            String source) {
        this(text, hash, queryId, calls, totalTime, rows, role, source, List.of());
    }

    /**
     * One of several texts of a statement.
     *
     * @param calls that it stands for
     */
    public record Variant(String text, double calls) {}

    /** The same statement as if it had been called with one of its texts only. */
    public Statement as(Variant variant) {
        return new Statement(
                variant.text(), hash, queryId, calls, totalTime, rows, role, source, List.of());
    }

    /** The same statement with the texts that it was called with. */
    public Statement called(List<Variant> texts) {
        return new Statement(text, hash, queryId, calls, totalTime, rows, role, source, texts);
    }

    /** Rows per call; negative where unknown. */
    public double rowsPerCall() {
        return rows < 0 || calls <= 0 ? -1 : rows / calls;
    }
}
