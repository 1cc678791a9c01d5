package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An index that may do what others do, for fewer bytes or at a lower cost.
 *
 * @param parents those that it may stand in for
 */
public record Variation(IndexDefinition definition, List<IndexDefinition> parents) {
    public Variation {
        parents = List.copyOf(parents);
    }

    /** Each definition once, with all of its parents. */
    public static List<Variation> eachOnce(List<Variation> variations) {
        Map<IndexDefinition, List<IndexDefinition>> parents = new LinkedHashMap<>();
        for (Variation variation : variations) {
            List<IndexDefinition> some =
                    parents.computeIfAbsent(variation.definition, d -> new ArrayList<>());
            variation.parents.stream().filter(p -> !some.contains(p)).forEach(some::add);
        }
        return parents.entrySet().stream()
                .map(e -> new Variation(e.getKey(), e.getValue()))
                .toList();
    }
}
