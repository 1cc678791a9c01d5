package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was measured of a change, beside what was promised; as it is kept in {@code
 * change_proof.figures} and shown to programs. Fields are added, never changed.
 *
 * @param intervalSeconds of which figures were compared
 * @param beforeMillis the time of the statements that can be compared, before
 * @param afterMillis what the same calls would have taken with the means of after
 * @param othersRatio how the time of a call of statements that do not use the table changed in the
 *     middle; null if there are too few
 * @param index null for a change of statistics
 * @param together other indexes and statistics of the table that were changed in these times
 * @param queries that use the table, those first whose time changed most
 * @param queriesLeftOut how many more there are
 */
public record ProofFigures(
        long intervalSeconds,
        double beforeMillis,
        double afterMillis,
        @Nullable Double othersRatio,
        Writes writes,
        @Nullable Index index,
        List<String> together,
        List<Query> queries,
        int queriesLeftOut) {
    public ProofFigures {
        together = List.copyOf(together);
        queries = List.copyOf(queries);
    }

    /**
     * What writes to the table pay; null where it is not known.
     *
     * @param hotPercentBefore of the updates, those that were heap-only
     * @param walBytesBefore of a call, on average
     */
    public record Writes(
            double promisedPercent,
            @Nullable Double measuredPercent,
            boolean overPromise,
            @Nullable Double hotPercentBefore,
            @Nullable Double hotPercentAfter,
            @Nullable Double walBytesBefore,
            @Nullable Double walBytesAfter) {}

    /**
     * The index as it was seen last.
     *
     * @param exists whether it is there
     * @param valid null if it is not there
     * @param scans since the change, on all servers that are watched; null if nothing was collected
     * @param bytes null if it is not known
     */
    public record Index(
            boolean exists,
            @Nullable Boolean valid,
            @Nullable Long scans,
            @Nullable Long bytes,
            long promisedBytes) {}

    /**
     * A query before and after.
     *
     * @param text its beginning
     * @param bearing {@code reads}, {@code writes} or {@code none}, to the table
     * @param predicted whether the change was made for it
     * @param promisedRatio of plan costs; null for one that was not promised anything
     * @param measuredRatio of means; null where they cannot be compared
     * @param comparability {@code comparable}, or why it is not
     * @param finding {@code faster}, {@code slower}, {@code same} or {@code not_comparable}
     * @param likelihood that chance makes such a difference, adjusted for the number of queries
     * @param volumeChanged whether it is called several times as often, or as seldom
     * @param effectMillis by how much more time the calls of before take with the mean of after
     * @param planBefore null where none was logged or captured
     * @param planAfter null where none was logged or captured
     */
    public record Query(
            String hash,
            String text,
            String bearing,
            boolean predicted,
            @Nullable Double promisedRatio,
            @Nullable Double measuredRatio,
            String comparability,
            String finding,
            @Nullable Double likelihood,
            boolean volumeChanged,
            double effectMillis,
            Times before,
            Times after,
            @Nullable Plan planBefore,
            @Nullable Plan planAfter) {}

    /**
     * A plan, without values.
     *
     * @param hash of its structure; the same before and after for the same plan
     * @param lines as EXPLAIN prints it, the first sixty
     */
    public record Plan(String hash, List<String> lines) {
        public Plan {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A query on one side of the change.
     *
     * @param p50Millis null where no honest percentile can be told
     * @param maxMillis of the longest call; null where the log cannot tell it
     * @param callsOverSecond that took a second or more; null where not all of those were logged
     * @param percentilesEstimated whether they are from a sample of the calls
     * @param ioMillis of totalMillis, for reading and writing blocks: the rest is processor time
     *     and waits; null where the server does not time it
     */
    public record Times(
            long calls,
            double totalMillis,
            double meanMillis,
            @Nullable Double p50Millis,
            @Nullable Double p95Millis,
            @Nullable Double p99Millis,
            @Nullable Double maxMillis,
            @Nullable Long callsOverSecond,
            boolean percentilesEstimated,
            double rowsPerCall,
            @Nullable Double cacheHitPercent,
            double walBytesPerCall,
            @Nullable Double ioMillis) {}
}
