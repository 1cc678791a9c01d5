package org.pgwright.catalog;

/** Compares the keys of indexes that exist with those of indexes that could be. */
public final class KeyMatch {
    private final CatalogLookup lookup;

    public KeyMatch(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Whether a key that an index has is the wanted one, direction aside; never for expressions,
     * whose texts may differ.
     */
    public boolean areSame(QualifiedName table, Index.Key has, IndexDefinition.Key wants) {
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
