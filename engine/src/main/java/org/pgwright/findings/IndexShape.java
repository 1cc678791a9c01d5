package org.pgwright.findings;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.SortedKey;
import org.pgwright.catalog.Table;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What two indexes have in common, and how far one may be given up for another. */
public final class IndexShape {
    private IndexShape() {}

    /** Those to look at: the user's own, valid, and not a part of another index. */
    static List<Index> candidates(CatalogLookup lookup) {
        return lookup.catalog().indexes().stream()
                .filter(index -> isReported(lookup, index) && index.valid())
                .toList();
    }

    /** Whether findings speak of the index at all. */
    public static boolean isReported(CatalogLookup lookup, Index index) {
        Optional<Table> table = lookup.table(index.table());
        return index.extension() == null
                && table.isPresent()
                && table.get().extension() == null
                && (index.parent() == null || lookup.index(index.parent()).isEmpty());
    }

    /** The keys as a person writes them. */
    public static List<String> columns(Index index) {
        return index.keys().stream()
                .map(key -> key.column() == null ? key.expression() : key.column())
                .toList();
    }

    /** Whether something beside queries depends on the index. */
    public static boolean isBoundToMoreThanQueries(Index index) {
        return index.unique()
                || index.primary()
                || index.exclusion()
                || index.constraint() != null
                || index.replicaIdentity();
    }

    /**
     * Whether one's keys begin the other's in an order that one scan direction or the other has.
     */
    public static boolean keysBegin(Index prefix, Index other) {
        int length = prefix.keys().size();
        if (length > other.keys().size()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            Index.Key left = prefix.keys().get(i);
            Index.Key right = other.keys().get(i);
            if (!left.expression().equals(right.expression())
                    || !left.operatorClass().equals(right.operatorClass())
                    || !Objects.equals(left.collation(), right.collation())) {
                return false;
            }
        }
        return SortedKey.areScannedAlike(prefix.keys(), other.keys());
    }

    /** Whether its leading keys are these columns, in any order. */
    static boolean leadsWith(Index index, List<String> columns) {
        if (index.keys().size() < columns.size()) {
            return false;
        }
        Set<String> leading = new HashSet<>();
        for (Index.Key key : index.keys().subList(0, columns.size())) {
            if (key.column() == null) {
                return false;
            }
            leading.add(key.column());
        }
        return leading.equals(new HashSet<>(columns));
    }

    /** Whether a foreign key of its table is checked by it. */
    static boolean servesForeignKey(CatalogLookup lookup, Index index) {
        return index.predicate() == null
                && lookup.constraintsOf(index.table()).stream()
                        .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                        .anyMatch(c -> leadsWith(index, c.columns()));
    }

    /** The file's length in pages, of a partitioned index with all its parts. */
    public static long pages(CatalogLookup lookup, Index index) {
        return index.pages()
                + lookup.partsOf(index.name()).stream().mapToLong(p -> pages(lookup, p)).sum();
    }

    /** How often it was scanned, a partitioned index with all its parts. */
    static long scans(CatalogLookup lookup, Index index) {
        return index.usage().scans()
                + lookup.partsOf(index.name()).stream().mapToLong(p -> scans(lookup, p)).sum();
    }

    /** Which of several equal indexes to keep: the first. */
    static Comparator<Index> keepingOrder(CatalogLookup lookup) {
        return Comparator.comparing((Index index) -> !index.primary())
                .thenComparing(index -> index.constraint() == null)
                .thenComparing(index -> !index.replicaIdentity())
                .thenComparing(Comparator.comparingLong((Index i) -> -scans(lookup, i)))
                .thenComparing(Comparator.comparingLong((Index i) -> pages(lookup, i)))
                .thenComparing(Index::name);
    }

    /** A size for people. */
    static String size(CatalogLookup lookup, Index index) {
        int blockSize = lookup.catalog().server().blockSize();
        return new Bytes(pages(lookup, index) * blockSize).shown();
    }
}
