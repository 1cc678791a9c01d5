package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;

import java.time.Instant;
import java.util.List;

/**
 * A plan of a query.
 *
 * @param hash of its structure, in hexadecimal digits
 * @param plan without literals, with the figures of its first execution, or estimates
 * @param json the same as EXPLAIN (FORMAT JSON) shows it
 * @param nodesLeftOut how many of its last nodes are not in {@code plan}, because it was too long
 * @param executions in the time that is looked at, of which this plan was logged
 * @param meanMillis of these; null for none
 * @param longestMillis of these; null for none
 * @param indexes that the whole plan reads
 */
public record KnownPlan(
        String hash,
        ExecutedPlan plan,
        String json,
        int nodesLeftOut,
        Instant firstSeen,
        Instant lastSeen,
        long executions,
        @Nullable Double meanMillis,
        @Nullable Double longestMillis,
        List<String> indexes) {
    public KnownPlan {
        indexes = List.copyOf(indexes);
    }
}
