package org.pgwright.observation;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Instant;

/**
 * A table or materialised view at one moment.
 *
 * @param kind {@code relkind} of pg_class
 * @param size what it takes
 * @param vacuum how it is kept
 */
public record TableReading(
        QualifiedName name, long oid, char kind, Size size, Upkeep vacuum, Counters counters) {
    /**
     * What it takes.
     *
     * @param rows by the server's estimate
     * @param bytes of its main part; null where a lock was in the way
     * @param totalBytes with TOAST and maps, without indexes; null where a lock was in the way
     */
    public record Size(long rows, @Nullable Long bytes, @Nullable Long totalBytes) {}

    /**
     * How it is kept.
     *
     * @param lastVacuum by hand or automatic; null for never
     * @param lastAnalyze by hand or automatic; null for never
     */
    public record Upkeep(
            long deadRows,
            long changedSinceAnalyze,
            @Nullable Instant lastVacuum,
            @Nullable Instant lastAnalyze,
            long frozenTransactionAge) {}
}
