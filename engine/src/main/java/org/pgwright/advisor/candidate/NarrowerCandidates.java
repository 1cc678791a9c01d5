package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Chosen indexes with a column less, or without directions: merging leaves what nothing needs. */
public final class NarrowerCandidates {
    private NarrowerCandidates() {}

    /**
     * An index without each of its keys in turn, without each of its further columns, without any
     * of them, with its first key alone, and with all keys ascending.
     */
    public static List<Variation> of(IndexDefinition index) {
        Set<IndexDefinition> narrower = new LinkedHashSet<>();
        for (int left = index.keys().size() - 1; left >= 0 && index.keys().size() > 1; left--) {
            narrower.add(index.keyedBy(without(index.keys(), left)));
        }
        for (int left = 0; left < index.include().size(); left++) {
            narrower.add(index.including(without(index.include(), left)));
        }
        narrower.add(index.including(List.of()));
        narrower.add(index.including(List.of()).keyedBy(List.of(index.keys().getFirst())));
        narrower.add(index.keyedBy(index.keys().stream().map(IndexDefinition.Key::plain).toList()));
        narrower.remove(index);
        return narrower.stream().map(d -> new Variation(d, List.of(index))).toList();
    }

    private static <T> List<T> without(List<T> all, int left) {
        List<T> rest = new ArrayList<>(all);
        rest.remove(left);
        return rest;
    }
}
