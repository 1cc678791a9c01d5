package org.pgwright.twin;

import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
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
    private final IndexKeys keys;
    private final RowEstimate planner;

    /** The planner's estimate of how many rows a query returns. */
    @FunctionalInterface
    interface RowEstimate {
        double rowsOf(String query) throws SQLException;
    }

    IndexEstimates(IndexKeys keys, RowEstimate planner) {
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

    BtreeSize.Estimate of(IndexDefinition definition, Table table, boolean sharesEntries)
            throws SQLException {
        double rows = rows(definition, table);
        boolean single = definition.keys().size() == 1 && definition.predicate() == null;
        List<String> columns = definition.columns();
        ColumnStatistics first = keys.statistics(table.name(), columns.getFirst());
        double distinct;
        if (!sharesEntries) {
            distinct = rows;
        } else if (single && first != null) {
            distinct = first.distinct() < 0 ? -first.distinct() * rows : first.distinct();
        } else {
            distinct = distinctKeys(definition, table);
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
                        keys.columns(table.name(), columns),
                        keys.columns(table.name(), new ArrayList<>(definition.include()))));
    }

    private double distinctKeys(IndexDefinition definition, Table table) throws SQLException {
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
