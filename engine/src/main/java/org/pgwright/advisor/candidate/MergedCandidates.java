package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Indexes that can stand in for two: the keys of one, then the other's that it lacks, and the
 * further columns of both (index merging after Chaudhuri and Narasayya, "Index Merging", ICDE
 * 1999).
 */
public final class MergedCandidates {
    private MergedCandidates() {}

    /** What two indexes must have in common to be merged. */
    private record Kind(QualifiedName table, List<String> conditions) {}

    /**
     * The merged indexes of those that proved useful.
     *
     * @param useful the most useful first; pairs of the first are merged first
     * @param limitPerTable how many to make for a table at most
     */
    public static List<Variation> of(List<IndexDefinition> useful, int limitPerTable) {
        Map<Kind, List<IndexDefinition>> byKind = new LinkedHashMap<>();
        useful.stream()
                .filter(d -> d.method().equals("btree"))
                .forEach(
                        d ->
                                byKind.computeIfAbsent(
                                                new Kind(d.table(), d.conditions()),
                                                kind -> new ArrayList<>())
                                        .add(d));
        Set<IndexDefinition> known = Set.copyOf(useful);
        return byKind.values().stream()
                .flatMap(alike -> merged(alike, known, limitPerTable).stream())
                .toList();
    }

    private static List<Variation> merged(
            List<IndexDefinition> alike, Set<IndexDefinition> known, int limit) {
        List<Variation> merged = new ArrayList<>();
        for (int far = 1; far < alike.size(); far++) {
            for (int near = 0; near < far && merged.size() < limit; near++) {
                List<IndexDefinition> both = List.of(alike.get(near), alike.get(far));
                Stream.of(
                                merge(both.getFirst(), both.getLast()),
                                merge(both.getLast(), both.getFirst()))
                        .filter(d -> d.keys().size() <= ReferenceUse.MAX_KEYS)
                        .filter(d -> !known.contains(d))
                        .forEach(d -> merged.add(new Variation(d, both)));
            }
        }
        return merged;
    }

    private static IndexDefinition merge(IndexDefinition first, IndexDefinition second) {
        List<IndexDefinition.Key> keys = new ArrayList<>(first.keys());
        Set<String> columns = new LinkedHashSet<>(first.columns());
        second.keys().stream().filter(k -> columns.add(k.column())).forEach(keys::add);
        List<String> further =
                Stream.concat(first.include().stream(), second.include().stream())
                        .distinct()
                        .filter(column -> !columns.contains(column))
                        .toList();
        return first.keyedBy(keys).including(further);
    }
}
