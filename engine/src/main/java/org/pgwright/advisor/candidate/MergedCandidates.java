package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Indexes that can stand in for two: the keys of one, then the other's that it lacks (index merging
 * after Chaudhuri and Narasayya, "Index Merging", ICDE 1999).
 */
public final class MergedCandidates {
    private MergedCandidates() {}

    /**
     * The merged indexes of those that proved useful.
     *
     * @param useful the most useful first; pairs of the first are merged first
     * @param limitPerTable how many to make for a table at most
     */
    public static List<IndexDefinition> of(List<IndexDefinition> useful, int limitPerTable) {
        Map<Object, List<IndexDefinition>> byTable = new LinkedHashMap<>();
        useful.stream()
                .filter(d -> d.method().equals("btree") && d.predicate() == null)
                .forEach(d -> byTable.computeIfAbsent(d.table(), t -> new ArrayList<>()).add(d));
        Set<IndexDefinition> known = Set.copyOf(useful);
        return byTable.values().stream()
                .flatMap(ofTable -> merged(ofTable, known, limitPerTable).stream())
                .toList();
    }

    private static Set<IndexDefinition> merged(
            List<IndexDefinition> ofTable, Set<IndexDefinition> known, int limit) {
        Set<IndexDefinition> merged = new LinkedHashSet<>();
        for (int far = 1; far < ofTable.size(); far++) {
            for (int near = 0; near < far; near++) {
                for (IndexDefinition both :
                        List.of(
                                merge(ofTable.get(near), ofTable.get(far)),
                                merge(ofTable.get(far), ofTable.get(near)))) {
                    if (both.keys().size() <= ReferenceUse.MAX_KEYS
                            && !known.contains(both)
                            && merged.size() < limit) {
                        merged.add(both);
                    }
                }
            }
        }
        return merged;
    }

    private static IndexDefinition merge(IndexDefinition first, IndexDefinition second) {
        List<IndexDefinition.Key> keys = new ArrayList<>(first.keys());
        Set<String> columns = new LinkedHashSet<>(first.columns());
        second.keys().stream().filter(k -> columns.add(k.column())).forEach(keys::add);
        return new IndexDefinition(first.table(), first.method(), keys, List.of(), null);
    }
}
