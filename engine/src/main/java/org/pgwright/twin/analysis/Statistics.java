package org.pgwright.twin.analysis;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;

import java.util.HashMap;
import java.util.Map;

/** Finds a column's values by name. */
final class Statistics {
    private final Map<QualifiedName, Map<String, ColumnStatistics>> columns = new HashMap<>();

    Statistics(Catalog catalog) {
        for (ColumnStatistics column : catalog.columnStatistics()) {
            // With children, the planner goes by the figures of the table and its children.
            columns.computeIfAbsent(column.relation(), name -> new HashMap<>())
                    .merge(column.column(), column, (a, b) -> a.inherited() ? a : b);
        }
    }

    ColumnValues of(Relation relation, Relation.Column column) {
        ColumnStatistics statistics =
                columns.getOrDefault(relation.name(), Map.of()).get(column.name());
        return statistics == null ? ColumnValues.NONE : ColumnValues.of(statistics);
    }
}
