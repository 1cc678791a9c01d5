package org.pgwright.advisor.candidate;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.KeyMatch;
import org.pgwright.catalog.SortedKey;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The indexes that there are, asked whether they already do what another would. */
final class ExistingIndexes {
    private final CatalogLookup lookup;
    private final KeyMatch keys;

    ExistingIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
        this.keys = new KeyMatch(lookup);
    }

    /**
     * A valid B-tree without predicate whose keys begin with the wanted ones, with the same
     * operator classes and collations and all directions equal or all reversed; on a partition also
     * that of a partitioned table above, through its part.
     */
    Optional<Index> serving(IndexDefinition wanted) {
        if (!wanted.method().equals("btree") || wanted.predicate() != null) {
            return Optional.empty();
        }
        return lookup.indexesOf(wanted.table()).stream()
                .filter(existing -> serves(existing, wanted))
                .findFirst();
    }

    private boolean serves(Index existing, IndexDefinition wanted) {
        return existing.method().equals("btree")
                && existing.valid()
                && existing.predicate() == null
                && beginsWith(existing, wanted)
                && columnsOf(existing).containsAll(wanted.include());
    }

    private static List<String> columnsOf(Index index) {
        return Stream.concat(
                        index.keys().stream().map(Index.Key::expression), index.include().stream())
                .toList();
    }

    private boolean beginsWith(Index existing, IndexDefinition wanted) {
        if (existing.keys().size() < wanted.keys().size()) {
            return false;
        }
        for (int i = 0; i < wanted.keys().size(); i++) {
            if (!keys.areSame(wanted.table(), existing.keys().get(i), wanted.keys().get(i))) {
                return false;
            }
        }
        return SortedKey.areScannedAlike(wanted.keys(), existing.keys());
    }
}
