package org.pgwright.advisor.candidate;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.SortedKey;
import org.pgwright.catalog.Table;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The indexes that there are, asked whether they already do what another would. */
final class ExistingIndexes {
    private final CatalogLookup lookup;

    ExistingIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
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
            if (!isSameColumn(wanted.table(), existing.keys().get(i), wanted.keys().get(i))) {
                return false;
            }
        }
        return SortedKey.areScannedAlike(wanted.keys(), existing.keys());
    }

    private boolean isSameColumn(QualifiedName table, Index.Key has, IndexDefinition.Key wants) {
        return wants.column().equals(has.column())
                && isSameOperatorClass(has.operatorClass(), wants)
                && hasColumnsCollation(table, has);
    }

    private static boolean isSameOperatorClass(QualifiedName has, IndexDefinition.Key wants) {
        if (wants.operatorClass() != null) {
            return wants.operatorClass().equals(has);
        }
        return !has.name().endsWith("pattern_ops") && !has.name().endsWith("image_ops");
    }

    private boolean hasColumnsCollation(QualifiedName table, Index.Key has) {
        QualifiedName collation = has.collation();
        if (collation == null) {
            return true;
        }
        QualifiedName ofColumn =
                lookup.column(table, String.valueOf(has.column()))
                        .map(Table.Column::collation)
                        .orElse(null);
        return ofColumn == null
                ? collation.name().equals("default") || isTypesOwn(table, has)
                : ofColumn.equals(collation);
    }

    /**
     * Domains and {@code name} bring a collation of their own, which the column does not repeat.
     */
    private boolean isTypesOwn(QualifiedName table, Index.Key has) {
        return lookup.column(table, String.valueOf(has.column()))
                .filter(c -> c.type().equals("name") || c.type().contains("."))
                .isPresent();
    }
}
