package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Instant;

/**
 * An index with what it did over a time, on the primary and all replicas together.
 *
 * @param table that it is on
 * @param bytes null where a lock was in the way at every look
 * @param tableRows by the server's estimate
 * @param tableWrites rows inserted, updated and deleted on the primary
 * @param watchedSince since when its use is known
 */
public record IndexFigures(
        String databaseName,
        QualifiedName table,
        String name,
        String definition,
        Flags flags,
        @Nullable Long bytes,
        long tableRows,
        long scans,
        long rowsRead,
        long rowsFetched,
        long tableWrites,
        Instant watchedSince,
        boolean isIncomplete) {
    /** What it is for. */
    public record Flags(
            boolean isUnique, boolean isPrimary, boolean isConstraint, boolean isValid) {}
}
