package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnEnds;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema with the sizes and statistics of another database, for builds that have no data.
 *
 * <p>Taken are those of tables of the same name, where the own table is empty or was never counted,
 * and of their columns of the same name and type. Never changes what the schema is.
 */
final class BorrowedStatistics {
    /** Of an entry beside its keys: tuple header and line pointer (manual, section 65.1.4). */
    private static final int ENTRY_OVERHEAD = 12;

    private static final int ALIGNMENT = 8;
    private static final int UNKNOWN_WIDTH = 8;

    /** Bytes of a leaf that a B-tree fills when it is built: 90 % of a page. */
    private static final double LEAF = 7_337;

    private final CatalogLookup own;
    private final CatalogLookup other;

    private BorrowedStatistics(CatalogLookup own, CatalogLookup other) {
        this.own = own;
        this.other = other;
    }

    /**
     * A catalog with what it has borrowed.
     *
     * @param tables of how many tables
     */
    record Borrowed(Catalog catalog, long tables) {}

    /**
     * @param schema whose tables count
     * @param statistics whose rows count
     */
    static Borrowed of(Catalog schema, Catalog statistics) {
        return new BorrowedStatistics(new CatalogLookup(schema), new CatalogLookup(statistics))
                .borrow();
    }

    private Borrowed borrow() {
        Catalog catalog = own.catalog();
        long tables = catalog.tables().stream().filter(this::borrows).count();
        return new Borrowed(
                new Catalog(
                        catalog.server(),
                        catalog.database(),
                        catalog.schemas(),
                        catalog.roles(),
                        catalog.extensions(),
                        catalog.collations(),
                        catalog.types(),
                        catalog.functions(),
                        catalog.tables().stream().map(this::sized).toList(),
                        catalog.constraints(),
                        catalog.indexes().stream().map(this::sized).toList(),
                        catalog.views(),
                        catalog.extendedStatistics(),
                        catalog.policies(),
                        columnStatistics(),
                        columnEnds(),
                        catalog.samples()),
                tables);
    }

    private boolean borrows(QualifiedName table) {
        return own.table(table).filter(this::borrows).isPresent();
    }

    /** A partitioned table counts as its partitions do. */
    private boolean borrows(Table table) {
        boolean isCounted =
                own.rowsOf(table) > 0
                        && own.leavesOf(table).stream()
                                .anyMatch(leaf -> leaf.size().recordedRows() >= 0);
        return !isCounted
                && other.table(table.name()).filter(t -> t.kind() == table.kind()).isPresent();
    }

    private Table sized(Table table) {
        Table theirs = borrows(table) ? other.table(table.name()).orElse(table) : table;
        return new Table(
                table.name(),
                table.kind(),
                table.persistence(),
                table.owner(),
                table.columns(),
                table.parents(),
                table.partitionKey(),
                table.partitionBound(),
                table.options(),
                table.rowSecurity(),
                table.forcesRowSecurity(),
                table.extension(),
                theirs.size(),
                table.activity());
    }

    private Index sized(Index index) {
        if (!borrows(index.table())) {
            return index;
        }
        Index theirs = counterpart(index);
        if (theirs != null) {
            return sized(index, theirs.pages(), theirs.recordedRows(), theirs);
        }
        double rows = other.table(index.table()).map(other::ownRowsOf).orElse(0.0);
        long pages = 1 + (long) Math.ceil(rows * entryWidth(index) / LEAF);
        return index.partitioned() ? index : sized(index, pages, rows, null);
    }

    /** The same index of the other database, whatever it is called there. */
    private @Nullable Index counterpart(Index index) {
        return other.indexesOf(index.table()).stream()
                .filter(theirs -> theirs.method().equals(index.method()))
                .filter(theirs -> theirs.keys().equals(index.keys()))
                .filter(theirs -> theirs.include().equals(index.include()))
                .filter(
                        theirs ->
                                String.valueOf(theirs.predicate())
                                        .equals(String.valueOf(index.predicate())))
                .findFirst()
                .orElse(null);
    }

    /** An estimate for an index that only the schema has, of whatever method. */
    private double entryWidth(Index index) {
        List<String> columns = new ArrayList<>(index.include());
        index.keys().forEach(key -> columns.add(key.expression()));
        int width = 0;
        for (String column : columns) {
            width +=
                    other.statisticsOf(index.table(), column)
                            .map(ColumnStatistics::averageWidth)
                            .orElse(UNKNOWN_WIDTH);
        }
        return ENTRY_OVERHEAD + Math.ceil((double) width / ALIGNMENT) * ALIGNMENT;
    }

    private static Index sized(Index index, long pages, double rows, @Nullable Index theirs) {
        return new Index(
                index.name(),
                index.table(),
                index.definition(),
                index.method(),
                index.unique(),
                index.primary(),
                index.exclusion(),
                index.nullsNotDistinct(),
                index.valid(),
                index.replicaIdentity(),
                index.state(),
                index.keys(),
                index.include(),
                index.predicate(),
                index.constraint(),
                index.parent(),
                index.partitioned(),
                index.extension(),
                pages,
                theirs == null ? pages : theirs.recordedPages(),
                rows,
                theirs == null ? null : theirs.height(),
                theirs == null ? null : theirs.gin(),
                index.usage());
    }

    private List<ColumnStatistics> columnStatistics() {
        Map<QualifiedName, QualifiedName> indexes = new HashMap<>();
        for (Index index : own.catalog().indexes()) {
            Index theirs = borrows(index.table()) ? counterpart(index) : null;
            if (theirs != null) {
                indexes.put(theirs.name(), index.name());
            }
        }
        List<ColumnStatistics> all = new ArrayList<>();
        own.catalog().columnStatistics().stream()
                .filter(s -> !borrows(s.relation()) && !indexes.containsValue(s.relation()))
                .forEach(all::add);
        for (ColumnStatistics statistics : other.catalog().columnStatistics()) {
            QualifiedName index = indexes.get(statistics.relation());
            if (index != null) {
                all.add(named(statistics, index));
            } else if (isShared(statistics.relation(), statistics.column())) {
                all.add(statistics);
            }
        }
        return all;
    }

    /** What was recorded of an index's expressions, under the index's name here. */
    private static ColumnStatistics named(ColumnStatistics statistics, QualifiedName index) {
        return new ColumnStatistics(
                index,
                statistics.column(),
                statistics.inherited(),
                statistics.nullFraction(),
                statistics.averageWidth(),
                statistics.distinct(),
                statistics.mostCommonValues(),
                statistics.mostCommonFrequencies(),
                statistics.histogramBounds(),
                statistics.correlation(),
                statistics.mostCommonElements(),
                statistics.mostCommonElementFrequencies(),
                statistics.elementCountHistogram(),
                statistics.rangeLengthHistogram(),
                statistics.rangeEmptyFraction(),
                statistics.rangeBoundsHistogram());
    }

    private List<ColumnEnds> columnEnds() {
        List<ColumnEnds> all = new ArrayList<>();
        own.catalog().columnEnds().stream()
                .filter(ends -> !borrows(ends.table()))
                .forEach(all::add);
        other.catalog().columnEnds().stream()
                .filter(ends -> isShared(ends.table(), ends.column()))
                .forEach(all::add);
        return all;
    }

    /** Whether a column of a table that borrows has the same type there. */
    private boolean isShared(QualifiedName table, String column) {
        return borrows(table)
                && own.column(table, column)
                        .flatMap(
                                ours ->
                                        other.column(table, column)
                                                .filter(c -> c.type().equals(ours.type())))
                        .isPresent();
    }
}
