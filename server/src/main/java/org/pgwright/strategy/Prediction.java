package org.pgwright.strategy;

import java.util.List;

/**
 * What was promised of an index.
 *
 * @param bytes that it takes; of one to drop, that are won
 * @param gain the weighted plan cost that statements are spared; below zero where they pay more
 * @param upkeep the weighted cost that writes pay; below zero where they are spared it
 * @param writeOverheadPercent by how much it makes writes to its table dearer
 * @param queries the statements whose plans change, those that matter most first
 */
public record Prediction(
        long bytes,
        double gain,
        double upkeep,
        double writeOverheadPercent,
        List<QueryCost> queries) {
    /** Nothing was promised. */
    public static final Prediction NONE = new Prediction(0, 0, 0, 0, List.of());

    public Prediction {
        queries = List.copyOf(queries);
    }

    /**
     * A statement.
     *
     * @param hash of its normalised text
     * @param costBefore of one call, as the planner counts
     * @param costAfter the same with the index as it is wanted
     * @param calls that were seen when it was promised
     */
    public record QueryCost(String hash, double costBefore, double costAfter, double calls) {}
}
