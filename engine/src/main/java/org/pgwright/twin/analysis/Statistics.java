package org.pgwright.twin.analysis;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.twin.analysis.ParameterUse.Compared;

import java.util.HashMap;
import java.util.Map;

/** Finds the values of columns by name, and those of sampled expressions by text. */
final class Statistics {
    private final Map<QualifiedName, Map<String, ColumnStatistics>> columns = new HashMap<>();
    private final CatalogLookup lookup;

    Statistics(Catalog catalog) {
        lookup = new CatalogLookup(catalog);
        for (ColumnStatistics column : catalog.columnStatistics()) {
            // With children, the planner goes by the figures of the table and its children.
            columns.computeIfAbsent(column.relation(), name -> new HashMap<>())
                    .merge(column.column(), column, (a, b) -> a.inherited() ? a : b);
        }
    }

    /**
     * What a parameter is for, seen in the light of samples: where the values of an expression are
     * known, they say more than those of the columns in it.
     */
    ParameterUse informed(ParameterUse use) {
        if (use instanceof Compared compared) {
            Relation.Column expression = compared.expression();
            QualifiedName table = compared.mention().relation().name();
            if (expression != null && lookup.statisticsOf(table, expression.name()).isPresent()) {
                return compared.ofExpression(expression);
            }
        }
        return use;
    }

    /**
     * @param column of the relation, or an expression on it
     */
    ColumnValues of(Relation relation, Relation.Column column) {
        ColumnStatistics statistics =
                relation.columns().containsValue(column)
                        ? columns.getOrDefault(relation.name(), Map.of()).get(column.name())
                        : lookup.statisticsOf(relation.name(), column.name()).orElse(null);
        return statistics == null ? ColumnValues.NONE : ColumnValues.of(statistics);
    }
}
