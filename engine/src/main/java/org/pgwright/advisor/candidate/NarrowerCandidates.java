package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Chosen indexes with a key less, or without directions: merging leaves what nothing needs. */
public final class NarrowerCandidates {
    private NarrowerCandidates() {}

    /** Each index without each of its keys in turn, and with all keys ascending. */
    public static List<IndexDefinition> of(List<IndexDefinition> chosen) {
        Set<IndexDefinition> narrower = new LinkedHashSet<>();
        for (IndexDefinition index : chosen) {
            for (int left = index.keys().size() - 1; left >= 0 && index.keys().size() > 1; left--) {
                List<IndexDefinition.Key> keys = new ArrayList<>(index.keys());
                keys.remove(left);
                narrower.add(with(index, keys));
            }
            narrower.add(
                    with(index, index.keys().stream().map(NarrowerCandidates::plain).toList()));
        }
        return List.copyOf(narrower);
    }

    private static IndexDefinition.Key plain(IndexDefinition.Key key) {
        return new IndexDefinition.Key(
                key.column(),
                key.expression(),
                key.operatorClass(),
                /* descending= */ false,
                /* nullsFirst= */ false);
    }

    private static IndexDefinition with(IndexDefinition index, List<IndexDefinition.Key> keys) {
        return new IndexDefinition(
                index.table(), index.method(), keys, index.include(), index.predicate());
    }
}
