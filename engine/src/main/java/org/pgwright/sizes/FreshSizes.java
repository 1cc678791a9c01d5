package org.pgwright.sizes;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.RelationLayout;
import org.pgwright.catalog.Server;
import org.pgwright.catalog.Table;
import org.pgwright.sizes.FreshSize.Reason;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large the tables and B-trees of a database would be after VACUUM FULL and REINDEX, from what
 * ANALYZE recorded ({@link HeapSize}, {@link BtreeSize}). What they are larger is bloat.
 *
 * <p>Rows are as VACUUM or ANALYZE found them, for as many pages as there are now, as the planner
 * has them: the counters of live rows can be far off where a session's counts arrive after VACUUM.
 * Good to a few percent where statistics are; worse where the widths of values differ much, and
 * where keys of several columns depend on each other.
 */
public final class FreshSizes {
    private static final int BLOCK = 8192;

    private final CatalogLookup catalog;
    private final Map<QualifiedName, RelationLayout> layouts;
    private final DistinctKeys distinctKeys;

    /**
     * @param layouts of the catalog's tables and indexes that have files
     */
    public FreshSizes(CatalogLookup catalog, Map<QualifiedName, RelationLayout> layouts) {
        this.catalog = catalog;
        this.layouts = Map.copyOf(layouts);
        this.distinctKeys = new DistinctKeys(catalog);
    }

    /** Of a table's main file. */
    public FreshSize of(Table table) {
        RelationLayout layout = layouts.get(table.name());
        Reason obstacle = obstacle(table);
        if (layout == null || obstacle != null) {
            return new FreshSize.Unknown(obstacle == null ? Reason.NOT_ANALYZED : obstacle);
        }
        double rows = catalog.ownRowsOf(table);
        List<RelationLayout.Column> stored =
                layout.columns().stream().filter(RelationLayout.Column::isStored).toList();
        List<ColumnWidths> widths = new ArrayList<>();
        for (RelationLayout.Column column : stored) {
            Optional<ColumnWidths> known =
                    widths(layout, column, catalog.statisticsOf(table.name(), column.name()));
            if (known.isEmpty() && rows > 0) {
                return new FreshSize.Unknown(missing(layout));
            }
            known.ifPresent(widths::add);
        }
        return known(
                HeapSize.pages(
                        rows,
                        widths,
                        layout.columns().size() - stored.size(),
                        layout.fillFactor()));
    }

    /** Of an index. */
    public FreshSize of(Index index) {
        RelationLayout layout = layouts.get(index.name());
        Optional<Table> table = catalog.table(index.table());
        if (!index.method().equals("btree")) {
            return new FreshSize.Unknown(Reason.OTHER_METHOD);
        }
        Reason obstacle = table.map(this::obstacle).orElse(null);
        if (layout == null || table.isEmpty() || obstacle != null) {
            return new FreshSize.Unknown(obstacle == null ? Reason.NOT_ANALYZED : obstacle);
        }
        double rows = entries(index, table.get());
        if (rows <= 0) {
            return known(1);
        }
        List<ColumnWidths> widths = new ArrayList<>();
        for (int at = 0; at < layout.columns().size(); at++) {
            Optional<ColumnWidths> known =
                    widths(layout, layout.columns().get(at), statistics(index, at, layout));
            if (known.isEmpty()) {
                return new FreshSize.Unknown(missing(layout));
            }
            widths.add(known.get());
        }
        int keys = index.keys().size();
        BtreeSize.Entries entries =
                new BtreeSize.Entries(
                        rows,
                        layout.sharesEntries() ? distinct(index, layout, rows) : rows,
                        List.of(),
                        layout.sharesEntries(),
                        layout.fillFactor(),
                        widths.subList(0, keys),
                        widths.subList(keys, widths.size()));
        return known(BtreeSize.of(entries).pages());
    }

    private @Nullable Reason obstacle(Table table) {
        Server server = catalog.catalog().server();
        if (server.blockSize() != BLOCK || server.maximumAlignment() != 8) {
            return Reason.BLOCK_SIZE;
        }
        boolean isCounted = table.size().recordedRows() >= 0 || table.size().pages() == 0;
        return isCounted ? null : Reason.NOT_ANALYZED;
    }

    private static Reason missing(RelationLayout layout) {
        return layout.isReadable() ? Reason.NOT_ANALYZED : Reason.NOT_READABLE;
    }

    private static FreshSize known(long pages) {
        return new FreshSize.Known(new Bytes(pages * BLOCK));
    }

    /** All rows, or those of a partial index that ANALYZE found, grown as the table has. */
    private double entries(Index index, Table table) {
        double rows = catalog.ownRowsOf(table);
        double recorded = table.size().recordedRows();
        if (index.predicate() == null || index.recordedRows() < 0) {
            return rows;
        }
        return recorded > 0 ? index.recordedRows() / recorded * rows : index.recordedRows();
    }

    /** Of a column from its table, of an expression from the index. */
    private Optional<ColumnStatistics> statistics(Index index, int at, RelationLayout layout) {
        int keys = index.keys().size();
        String column = at < keys ? index.keys().get(at).column() : index.include().get(at - keys);
        return column == null
                ? catalog.statisticsOf(index.name(), layout.columns().get(at).name())
                : catalog.statisticsOf(index.table(), column);
    }

    /** A new column may have no statistics yet; with a fixed length it needs none. */
    private static Optional<ColumnWidths> widths(
            RelationLayout layout, RelationLayout.Column column, Optional<ColumnStatistics> known) {
        double nulls = known.map(ColumnStatistics::nullFraction).orElse(0.0);
        if (column.length() > 0 && (known.isPresent() || layout.isReadable())) {
            return Optional.of(ColumnWidths.constant(column.alignment(), column.length(), nulls));
        }
        return known.map(
                found -> ColumnWidths.around(column.alignment(), found.averageWidth(), nulls));
    }

    /** As if columns were independent: too many keys rather than too few. */
    private double distinct(Index index, RelationLayout layout, double rows) {
        if (index.keys().size() == 1) {
            return statistics(index, 0, layout)
                    .map(known -> known.distinctAmong(rows))
                    .orElse(rows);
        }
        List<String> columns = new ArrayList<>();
        for (Index.Key key : index.keys()) {
            if (key.column() == null) {
                return rows;
            }
            columns.add(key.column());
        }
        return distinctKeys
                .of(index.table(), columns, rows)
                .map(count -> Math.min(count.most(), count.independent()))
                .orElse(rows);
    }
}
