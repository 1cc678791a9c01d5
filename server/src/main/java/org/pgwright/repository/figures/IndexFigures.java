package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.IndexDuty;

import java.time.Instant;
import java.util.Set;

/**
 * An index with what it did over a time, on the primary and all replicas together.
 *
 * @param table that it is on
 * @param bytes null where a lock was in the way at every look
 * @param tableRows by the server's estimate
 * @param tableWrites rows inserted, updated and deleted on the primary
 * @param drop null where no day was judged lately
 * @param watchedSince since when its use is known
 */
public record IndexFigures(
        RelationKey key,
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
        SizeFigures size,
        @Nullable Drop drop,
        Instant watchedSince,
        boolean isIncomplete) {
    /**
     * What it is for.
     *
     * @param duties beside queries and constraints
     */
    public record Flags(
            boolean isUnique,
            boolean isPrimary,
            boolean isConstraint,
            boolean isValid,
            Set<IndexDuty> duties) {
        public Flags {
            duties = Set.copyOf(duties);
        }
    }

    /** Whether nothing needs it, as of the last day that was judged, and why or why not. */
    public record Drop(boolean isRecommended, String reason) {}
}
