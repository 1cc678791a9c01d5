package org.pgwright.advisor.cost;

import org.pgwright.advisor.analysis.ColumnMention;
import org.pgwright.advisor.cost.Writes.Write;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which updates leave the indexes of their table alone (manual, section 66.7): those that assign no
 * column of an index, and find room for the new version on the page of the old one.
 */
final class HeapOnlyUpdates {
    /** Fewer than this many updates say little about which share of them is heap-only. */
    private static final long MIN_UPDATES = 1_000;

    /** From this major on, a BRIN index leaves updates heap-only. */
    private static final int HEAP_ONLY_BRIN_MAJOR = 16;

    private final CatalogLookup lookup;

    HeapOnlyUpdates(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * The share of updates that is heap-only as it is, 0 to 1: by the table's counters, or, where
     * they say little, by the room that it is likely to have.
     */
    double share(Write write) {
        boolean indexed =
                lookup.indexesOf(write.table()).stream()
                        .filter(index -> !isSummary(index.method()))
                        .flatMap(HeapOnlyUpdates::parts)
                        .anyMatch(write::assigns);
        if (indexed) {
            return 0;
        }
        long updated = 0;
        long heapOnly = 0;
        for (Table leaf : leaves(write.table())) {
            updated += leaf.activity().updated();
            heapOnly += leaf.activity().hotUpdated();
        }
        return updated < MIN_UPDATES ? withRoom(write.table()) : (double) heapOnly / updated;
    }

    private static Stream<String> parts(Index index) {
        return Stream.concat(
                index.keys().stream().map(Index.Key::expression), index.include().stream());
    }

    /**
     * A table that is filled and never changed has full pages; from there on, each row that is
     * taken away or replaced leaves room for a version of another, and a fill factor all the time.
     */
    private double withRoom(QualifiedName table) {
        double rows = 0;
        double left = 0;
        for (Table leaf : leaves(table)) {
            if (leaf.options().stream().anyMatch(HeapOnlyUpdates::leavesRoom)) {
                return 1;
            }
            rows += lookup.ownRowsOf(leaf);
            left += (double) leaf.activity().updated() + leaf.activity().deleted();
        }
        return rows > 0 ? Math.min(1, left / rows) : 1;
    }

    private static boolean leavesRoom(String option) {
        return option.startsWith("fillfactor=") && !option.equals("fillfactor=100");
    }

    private List<Table> leaves(QualifiedName table) {
        return lookup.table(table).map(lookup::leavesOf).orElse(List.of());
    }

    /** Whether an update could no longer be heap-only with an index. */
    boolean isEnded(Write write, IndexDefinition index) {
        return !isSummary(index.method())
                && lookup.table(index.table()).stream()
                        .flatMap(table -> table.columns().stream())
                        .map(Table.Column::name)
                        .anyMatch(column -> write.assigns(column) && hasPart(index, column));
    }

    private boolean isSummary(String method) {
        return method.equals("brin") && lookup.catalog().server().major() >= HEAP_ONLY_BRIN_MAJOR;
    }

    private static boolean hasPart(IndexDefinition index, String column) {
        return index.include().contains(column)
                || index.keys().stream()
                        .anyMatch(
                                key ->
                                        key.expression()
                                                ? ColumnMention.isIn(key.column(), column)
                                                : key.column().equals(column))
                || index.conditions().stream()
                        .anyMatch(condition -> ColumnMention.isIn(condition, column));
    }
}
