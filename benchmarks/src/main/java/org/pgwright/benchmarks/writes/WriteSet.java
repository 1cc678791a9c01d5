package org.pgwright.benchmarks.writes;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.Map;

/**
 * Indexes that writes pay for.
 *
 * @param several whether it is a set to choose, not a single index
 * @param predicted the share by which it makes all writes dearer together
 * @param predictedOfEach the same of each write alone, by name
 */
public record WriteSet(
        String name,
        boolean several,
        List<IndexDefinition> indexes,
        double predicted,
        Map<String, Double> predictedOfEach) {
    public WriteSet {
        indexes = List.copyOf(indexes);
        predictedOfEach = Map.copyOf(predictedOfEach);
    }
}
