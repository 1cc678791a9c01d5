package org.pgwright.findings;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Foreign keys that a delete or key update of the referenced table checks by reading all of the
 * referencing one (manual, section 5.5.5).
 *
 * <p>Small tables are named only where the referenced table is known to lose or change rows.
 */
final class ForeignKeysWithoutIndex {
    /** Below this many rows, reading the table is as fast as an index. */
    private static final double SMALL_TABLE_ROWS = 1_000;

    private final CatalogLookup lookup;

    ForeignKeysWithoutIndex(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    List<Finding> find() {
        return find(false);
    }

    /**
     * Those of small tables too, so that neither rows nor counters decide.
     *
     * @param withSmall whether to name them
     */
    List<Finding> find(boolean withSmall) {
        return lookup.catalog().constraints().stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY && !c.inherited())
                .filter(Constraint::isEnforced)
                .filter(c -> !c.columns().isEmpty())
                .flatMap(c -> finding(c, withSmall).stream())
                .toList();
    }

    private Optional<Finding> finding(Constraint key, boolean withSmall) {
        Table table = lookup.table(key.table()).orElse(null);
        QualifiedName referenced = key.referencedTable();
        if (table == null || referenced == null || table.extension() != null) {
            return Optional.empty();
        }
        double rows = lookup.rowsOf(table);
        boolean matters = withSmall || rows >= SMALL_TABLE_ROWS || losesRows(referenced);
        if (!matters || isServed(table, key.columns())) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        Finding.Kind.FOREIGN_KEY_WITHOUT_INDEX,
                        table.name(),
                        key.columns(),
                        null,
                        referenced,
                        detail(key, referenced, rows)));
    }

    private boolean isServed(Table table, List<String> columns) {
        if (lookup.indexesOf(table.name()).stream().anyMatch(i -> serves(i, columns))) {
            return true;
        }
        return table.kind() == Table.Kind.PARTITIONED
                && !lookup.childrenOf(table.name()).isEmpty()
                && lookup.childrenOf(table.name()).stream().allMatch(c -> isServed(c, columns));
    }

    private static boolean serves(Index index, List<String> columns) {
        boolean method =
                index.method().equals("btree")
                        || (index.method().equals("hash") && columns.size() == 1);
        return method
                && index.valid()
                && index.predicate() == null
                && IndexShape.leadsWith(index, columns);
    }

    private boolean losesRows(QualifiedName referenced) {
        return lookup.table(referenced).map(lookup::leavesOf).orElse(List.of()).stream()
                .anyMatch(leaf -> leaf.activity().deleted() + leaf.activity().updated() > 0);
    }

    private static String detail(Constraint key, QualifiedName referenced, double rows) {
        return String.format(
                Locale.ROOT,
                "foreign key %s has no index: each row deleted from %s, or whose key changes, reads"
                        + " all %,.0f rows, and joins along it cannot look rows up; it would take an"
                        + " index %s",
                Identifier.shown(key.name()),
                referenced,
                rows,
                IndexDefinition.btree(key.table(), key.columns()).shownAfterName());
    }
}
