package org.pgwright.benchmarks.built;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;

/**
 * Indexes to compare with others.
 *
 * @param predicted what the twin says of them
 */
public record IndexSet(String name, List<IndexDefinition> indexes, Prediction predicted) {
    public IndexSet {
        indexes = List.copyOf(indexes);
    }

    /** Whether the planner has to see the rows before it knows what they are worth. */
    public boolean hasExpressions() {
        return indexes.stream()
                .flatMap(index -> index.keys().stream())
                .anyMatch(IndexDefinition.Key::expression);
    }
}
