package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How large a hypothetical index would be; asks the twin's planner for what depends on several
 * columns.
 */
final class IndexEstimates {
    private final Catalog catalog;
    private final IndexKeys keys;
    private final RowEstimate planner;

    /** The planner's estimate of how many rows a query returns. */
    @FunctionalInterface
    interface RowEstimate {
        double rowsOf(String query) throws SQLException;
    }

    IndexEstimates(Catalog catalog, IndexKeys keys, RowEstimate planner) {
        this.catalog = catalog;
        this.keys = keys;
        this.planner = planner;
    }

    /** The rows that would have an entry. */
    double rows(IndexDefinition definition, Table table) throws SQLException {
        return definition.predicate() == null
                ? table.size().estimatedRows()
                : planner.rowsOf(
                        "SELECT FROM ONLY %s WHERE %s"
                                .formatted(table.name().quoted(), definition.predicate()));
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
                    case "gist", "spgist" -> OtherSizes.gist(rows, widths);
                    case "gin" -> OtherSizes.gin(rows, first);
                    default -> 0;
                };
        return pages > 0
                ? new BtreeSize.Estimate(pages, 0)
                : btree(definition, table, sharesEntries, rows, first);
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
        if (sharesEntries) {
            distinct =
                    single && first != null
                            ? distinct(first, rows)
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
                        keys.widths(table.name(), definition.columns()),
                        keys.widths(table.name(), definition.include())));
    }

    private static double distinct(ColumnStatistics column, double rows) {
        return column.distinct() < 0 ? -column.distinct() * rows : column.distinct();
    }

    /**
     * The planner never believes that several columns of a table make more groups than a tenth of
     * its rows ({@code estimate_num_groups}), unless there are extended statistics. That is too few
     * for a size: the columns are taken as independent, so that of P possible keys N rows hit
     * {@code P (1 - exp(-N / P))}.
     */
    private double distinctKeys(IndexDefinition definition, Table table, double rows)
            throws SQLException {
        double planned = plannedDistinctKeys(definition, table);
        if (definition.predicate() != null || hasDistinctStatistics(table.name())) {
            return planned;
        }
        List<ColumnStatistics> columns = new ArrayList<>();
        for (String column : definition.columns()) {
            ColumnStatistics known = keys.statistics(table.name(), column);
            if (known == null) {
                return planned;
            }
            columns.add(known);
        }
        return Math.max(planned, independentKeys(columns, 0, rows, 1, rows));
    }

    /**
     * Distinct keys if the columns are independent, NULL counted apart in each: it is one value
     * that many rows may share.
     *
     * @param from the first column not yet decided on
     * @param rows that have NULLs where the columns before were decided to have them
     * @param possible keys of the columns before
     * @param tableRows all rows, to which a relative number of distinct values refers
     */
    private static double independentKeys(
            List<ColumnStatistics> columns,
            int from,
            double rows,
            double possible,
            double tableRows) {
        if (rows <= 0) {
            return 0;
        }
        if (from == columns.size()) {
            return possible * -Math.expm1(-rows / possible);
        }
        ColumnStatistics column = columns.get(from);
        double nulls = column.nullFraction();
        double values = possible * Math.max(1, distinct(column, tableRows));
        return independentKeys(columns, from + 1, rows * (1 - nulls), values, tableRows)
                + independentKeys(columns, from + 1, rows * nulls, possible, tableRows);
    }

    private boolean hasDistinctStatistics(QualifiedName table) {
        for (ExtendedStatistics object : catalog.extendedStatistics()) {
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
