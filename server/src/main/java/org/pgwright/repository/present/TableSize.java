package org.pgwright.repository.present;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How large a table is, or all of a database together that are not told one by one.
 *
 * @param bytes of the table itself; null where they are not known
 * @param totalBytes with its indexes and TOAST table; null where they are not known
 * @param lastVacuum null for never, not known, or several tables
 * @param lastAnalyze null for never, not known, or several tables
 */
public record TableSize(
        Place place,
        @Nullable Long bytes,
        @Nullable Long totalBytes,
        long rows,
        long deadRows,
        @Nullable Instant lastVacuum,
        @Nullable Instant lastAnalyze) {
    /** Whether it is several. */
    public boolean isOther() {
        return place.table().equals(Place.OTHER);
    }
}
