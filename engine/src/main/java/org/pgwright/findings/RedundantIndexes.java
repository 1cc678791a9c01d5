package org.pgwright.findings;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * B-trees whose keys begin another one's, so that the other can do all they do.
 *
 * <p>Never called redundant: what enforces something, and a partial index beside a full one (it is
 * smaller on purpose). A partial index stands in for none with another predicate.
 */
final class RedundantIndexes {
    private final CatalogLookup lookup;

    RedundantIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    List<Finding> find() {
        return IndexShape.candidates(lookup).stream()
                .filter(index -> index.method().equals("btree"))
                .filter(index -> !IndexShape.isBoundToMoreThanQueries(index))
                .flatMap(index -> cover(index).map(other -> finding(index, other)).stream())
                .toList();
    }

    /** The narrowest index that covers it. */
    private Optional<Index> cover(Index index) {
        return lookup.indexesOf(index.table()).stream()
                .filter(other -> other.valid() && other.method().equals("btree"))
                .filter(other -> !other.name().equals(index.name()))
                .filter(other -> covers(other, index))
                .filter(other -> !isKeptForSameReason(index, other))
                .min(
                        Comparator.comparingInt((Index other) -> other.keys().size())
                                .thenComparingInt(other -> other.include().size())
                                .thenComparing(Index::name));
    }

    /** Of two that cover each other, the one to keep is not redundant. */
    private boolean isKeptForSameReason(Index index, Index other) {
        return covers(/* wide= */ index, /* narrow= */ other)
                && !IndexShape.isBoundToMoreThanQueries(other)
                && IndexShape.keepingOrder(lookup).compare(index, other) < 0;
    }

    private static boolean covers(Index wide, Index narrow) {
        return Objects.equals(wide.predicate(), narrow.predicate())
                && IndexShape.keysBegin(narrow, wide)
                && columnsOf(wide).containsAll(narrow.include());
    }

    private static Set<String> columnsOf(Index index) {
        Set<String> columns = new HashSet<>(index.include());
        index.keys().forEach(key -> columns.add(key.expression()));
        index.keys().stream()
                .flatMap(key -> Optional.ofNullable(key.column()).stream())
                .forEach(columns::add);
        return columns;
    }

    private Finding finding(Index index, Index other) {
        return new Finding(
                Finding.Kind.REDUNDANT_INDEX,
                index.table(),
                IndexShape.columns(index),
                index.name(),
                other.name(),
                "begins %s, which serves every query that it serves; dropping it saves %s and its upkeep at every write (the other has %s, so very frequent scans may become slightly slower)"
                        .formatted(
                                other.name(),
                                IndexShape.size(lookup, index),
                                IndexShape.size(lookup, other)));
    }
}
