package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.Index.GinPages;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.KeySample.Frequency;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.sizes.BtreeSize;
import org.pgwright.sizes.ColumnWidths;
import org.pgwright.sizes.DistinctKeys;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How large a hypothetical index would be; asks the twin's planner for what depends on several
 * columns.
 */
final class IndexEstimates {
    private static final Pattern KILOBYTES = Pattern.compile("(\\d{1,12})kB");
    private static final double USUAL_BUILD_KILOBYTES = 65_536;
    private static final int SORTED_RANGES_MAJOR = 18;

    private final CatalogLookup catalog;
    private final IndexKeys keys;
    private final DistinctKeys distinctKeys;
    private final GinKeys ginKeys;
    private final RowEstimate planner;

    /** The planner's estimate of how many rows a query returns. */
    @FunctionalInterface
    interface RowEstimate {
        double rowsOf(String query) throws SQLException;
    }

    IndexEstimates(CatalogLookup catalog, IndexKeys keys, RowEstimate planner) {
        this.catalog = catalog;
        this.keys = keys;
        this.distinctKeys = new DistinctKeys(catalog);
        this.ginKeys = new GinKeys(catalog, keys);
        this.planner = planner;
    }

    double rows(Table table) {
        return catalog.ownRowsOf(table);
    }

    /** The rows that would have an entry. */
    double rows(IndexDefinition definition, Table table) throws SQLException {
        double rows = catalog.ownRowsOf(table);
        return definition.predicate() == null ? rows : rows * share(definition, table);
    }

    /** The planner's own figure for the whole is another where it never counted the rows. */
    private double share(IndexDefinition definition, Table table) throws SQLException {
        String name = table.name().quoted();
        double chosen =
                planner.rowsOf(
                        "SELECT FROM ONLY %s WHERE %s".formatted(name, definition.predicate()));
        return chosen / Math.max(1, planner.rowsOf("SELECT FROM ONLY " + name));
    }

    /**
     * @param sharesEntries whether equal keys share an entry of a B-tree
     */
    BtreeSize.Estimate of(IndexDefinition definition, Table table, boolean sharesEntries)
            throws SQLException {
        double rows = rows(definition, table);
        QualifiedName name = table.name();
        String column = definition.columns().getFirst();
        ColumnStatistics first = keys.statistics(name, column);
        List<ColumnWidths> widths = keys.widths(name, definition.columns());
        long pages =
                switch (definition.method()) {
                    case "brin" -> OtherSizes.brin(table.size().pages(), widths);
                    case "hash" -> OtherSizes.hash(rows, first);
                    case "gist" -> OtherSizes.gist(rows, widths, insertsRanges(table, definition));
                    case "spgist" -> OtherSizes.gist(rows, widths, false);
                    case "gin" -> gin(definition, table).total();
                    default -> 0;
                };
        return pages > 0
                ? new BtreeSize.Estimate(pages, 0)
                : btree(definition, table, sharesEntries, rows, first);
    }

    /** From PostgreSQL 18 on, ranges have a support function to sort them by. */
    private boolean insertsRanges(Table table, IndexDefinition definition) {
        return catalog.catalog().server().major() < SORTED_RANGES_MAJOR
                && table.columns().stream()
                        .filter(column -> definition.columns().contains(column.name()))
                        .anyMatch(column -> isRange(column.type()));
    }

    private boolean isRange(String type) {
        return type.endsWith("range")
                || catalog.catalog().types().stream()
                        .filter(TypeDefinition.Range.class::isInstance)
                        .anyMatch(range -> range.name().quoted().equals(type));
    }

    /** What a GIN index would count of itself. */
    GinPages gin(IndexDefinition definition, Table table) throws SQLException {
        double rows = rows(definition, table);
        List<List<Frequency>> columns =
                definition.keys().stream().map(key -> ginKeys.of(table.name(), key, rows)).toList();
        return GinSize.of(columns, rows, (double) table.size().pages(), buildMemory());
    }

    /** In bytes; the server's usual setting where it is not known. */
    private double buildMemory() {
        String setting =
                catalog.catalog().server().settings().getOrDefault("maintenance_work_mem", "");
        Matcher kilobytes = KILOBYTES.matcher(setting);
        return 1024
                * (kilobytes.matches()
                        ? Double.parseDouble(kilobytes.group(1))
                        : USUAL_BUILD_KILOBYTES);
    }

    private BtreeSize.Estimate btree(
            IndexDefinition definition,
            Table table,
            boolean sharesEntries,
            double rows,
            @Nullable ColumnStatistics first)
            throws SQLException {
        boolean single = definition.keys().size() == 1 && definition.predicate() == null;
        double distinct = rows;
        if (sharesEntries && isAnalyzed(definition, table)) {
            distinct =
                    single && first != null
                            ? first.distinctAmong(rows)
                            : distinctKeys(definition, table, rows);
        }
        List<Double> common =
                single && first != null && first.mostCommonFrequencies() != null
                        ? first.mostCommonFrequencies()
                        : List.of();
        return BtreeSize.of(
                new BtreeSize.Entries(
                        rows,
                        distinct,
                        common,
                        sharesEntries,
                        BtreeSize.USUAL_FILL_FACTOR,
                        keys.widths(table.name(), definition.columns()),
                        keys.widths(table.name(), definition.include())));
    }

    /** The planner takes 200 values for what it does not know, which makes an index look tiny. */
    private boolean isAnalyzed(IndexDefinition definition, Table table) {
        return definition.columns().stream()
                .anyMatch(column -> keys.statistics(table.name(), column) != null);
    }

    /**
     * The planner never believes that several columns of a table make more groups than a tenth of
     * its rows ({@code estimate_num_groups}), unless there are extended statistics. That is too few
     * for a size.
     */
    private double distinctKeys(IndexDefinition definition, Table table, double rows)
            throws SQLException {
        double planned = plannedDistinctKeys(definition, table);
        if (definition.predicate() != null || hasDistinctStatistics(table.name())) {
            return planned;
        }
        return distinctKeys
                .of(table.name(), definition.columns(), rows)
                .map(count -> Math.min(count.most(), Math.max(planned, count.independent())))
                .orElse(planned);
    }

    private boolean hasDistinctStatistics(QualifiedName table) {
        for (ExtendedStatistics object : catalog.catalog().extendedStatistics()) {
            if (object.table().equals(table) && object.distinct() != null) {
                return true;
            }
        }
        return false;
    }

    private double plannedDistinctKeys(IndexDefinition definition, Table table)
            throws SQLException {
        String columns =
                definition.columns().stream()
                        .map(Identifier::quoted)
                        .collect(Collectors.joining(", "));
        String where = definition.predicate() == null ? "" : " WHERE " + definition.predicate();
        return planner.rowsOf(
                "SELECT DISTINCT %s FROM ONLY %s%s"
                        .formatted(columns, table.name().quoted(), where));
    }
}
