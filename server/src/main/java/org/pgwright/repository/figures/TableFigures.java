package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.time.Duration;
import java.time.Instant;

/**
 * A table as it is, and what was done to it over a time: scans on all nodes, writes on the primary.
 *
 * @param bytes with TOAST, without indexes; null where a lock was in the way at every look
 * @param indexBytes of all its indexes
 * @param watchedSince since when what is done to it is known
 */
public record TableFigures(
        RelationKey key,
        String databaseName,
        QualifiedName name,
        long rows,
        @Nullable Long bytes,
        long indexBytes,
        Upkeep upkeep,
        Scans scans,
        Writes writes,
        SizeFigures size,
        Instant watchedSince,
        boolean isIncomplete) {
    /** Rows written in a second on average, since the beginning or since it was seen first. */
    public double writesPerSecond(Instant begin, Instant end) {
        Instant from = watchedSince.isAfter(begin) ? watchedSince : begin;
        double seconds = Duration.between(from, end).toMillis() / 1_000.0;
        return seconds <= 0 ? 0 : writes.rows() / seconds;
    }

    /** How it is kept. */
    public record Upkeep(
            long deadRows,
            long changedSinceAnalyze,
            @Nullable Instant lastVacuum,
            @Nullable Instant lastAnalyze,
            long frozenTransactionAge) {
        /** The share of dead rows, 0 to 1. */
        public double deadShare(long rows) {
            return deadRows == 0 ? 0 : (double) deadRows / (rows + deadRows);
        }
    }

    /** What was read. */
    public record Scans(
            long sequential,
            long sequentialRows,
            long index,
            long indexRows,
            long blocksHit,
            long blocksRead) {
        /** The share of blocks found in shared buffers, 0 to 1; null where none was asked for. */
        public @Nullable Double cacheHit() {
            return blocksHit + blocksRead == 0
                    ? null
                    : (double) blocksHit / (blocksHit + blocksRead);
        }
    }

    /** What was written. */
    public record Writes(long inserted, long updated, long hotUpdated, long deleted) {
        /** Rows in all. */
        public long rows() {
            return inserted + updated + deleted;
        }
    }
}
