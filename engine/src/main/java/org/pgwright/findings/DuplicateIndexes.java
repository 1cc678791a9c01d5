package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Indexes that are another one under a second name.
 *
 * <p>Equal are table, method, key columns or expressions with operator class, collation and
 * direction, predicate, INCLUDE columns, uniqueness and its treatment of nulls. Indexes of another
 * method than B-tree have to have equal storage parameters too, which change what they can do.
 */
final class DuplicateIndexes {
    private final CatalogLookup lookup;

    DuplicateIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    List<Finding> find() {
        Map<Signature, List<Index>> groups = new LinkedHashMap<>();
        for (Index index : IndexShape.candidates(lookup)) {
            groups.computeIfAbsent(Signature.of(index), s -> new ArrayList<>()).add(index);
        }
        List<Finding> findings = new ArrayList<>();
        for (List<Index> group : groups.values()) {
            List<Index> byWorth = group.stream().sorted(IndexShape.keepingOrder(lookup)).toList();
            byWorth.stream()
                    .skip(1)
                    .map(i -> finding(i, byWorth.getFirst()))
                    .forEach(findings::add);
        }
        return findings;
    }

    private Finding finding(Index index, Index kept) {
        return new Finding(
                Finding.Kind.DUPLICATE_INDEX,
                index.table(),
                IndexShape.columns(index),
                index.name(),
                kept.name(),
                detail(index, kept));
    }

    private String detail(Index index, Index kept) {
        String same = "the same as " + kept.name() + "; ";
        String size = IndexShape.size(lookup, index);
        if (index.constraint() != null) {
            return same
                    + size
                    + " are saved by dropping its constraint "
                    + index.constraint()
                    + ", if no foreign key depends on that one";
        }
        if (index.replicaIdentity()) {
            return same
                    + size
                    + " are saved by dropping it, once the table's replica identity is the other";
        }
        return same + size + " and its upkeep at every write are saved by dropping it";
    }

    private record Signature(
            QualifiedName table,
            String method,
            List<Index.Key> keys,
            List<String> include,
            @Nullable String predicate,
            boolean unique,
            boolean nullsNotDistinct,
            boolean exclusion,
            String definition) {
        static Signature of(Index index) {
            boolean comparedByFields = index.method().equals("btree") && !index.exclusion();
            return new Signature(
                    index.table(),
                    index.method(),
                    index.keys(),
                    index.include().stream().sorted().toList(),
                    index.predicate(),
                    index.unique(),
                    index.nullsNotDistinct(),
                    index.exclusion(),
                    comparedByFields ? "" : afterTable(index.definition()));
        }

        /** The part of a definition that the index's name and table are not in. */
        private static String afterTable(String definition) {
            return definition.substring(Math.max(0, definition.indexOf(" USING ")));
        }
    }
}
