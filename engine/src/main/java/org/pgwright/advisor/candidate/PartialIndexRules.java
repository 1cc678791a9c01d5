package org.pgwright.advisor.candidate;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which conditions are worth a partial index: those that select few rows, where the keys do not.
 *
 * <p>An index of all rows serves every value, a partial one only the value that it was made for; so
 * it has to be much smaller, and must not be found as fast without its condition.
 */
final class PartialIndexRules {
    /** Above it the index of all rows is hardly larger, and of more use. */
    private static final double MAX_SHARE = 0.15;

    /** A key that finds so few rows needs no further condition. */
    private static final double FEW_ROWS = 100;

    private final CatalogLookup lookup;
    private final WhatIfPlanner planner;
    private final Map<Rows, Double> shares = new HashMap<>();

    PartialIndexRules(CatalogLookup lookup, WhatIfPlanner planner) {
        this.lookup = lookup;
        this.planner = planner;
    }

    private record Rows(QualifiedName table, List<String> conditions) {}

    /** Whether partial indexes under the use's conditions are worth trying. */
    boolean allow(ReferenceUse use, Table table) {
        return !isFound(use, table)
                && shares.computeIfAbsent(new Rows(use.table(), use.conditions()), this::share)
                        <= MAX_SHARE;
    }

    /** Whether a key of the use finds few rows by itself. */
    private boolean isFound(ReferenceUse use, Table table) {
        double rows = lookup.rowsOf(table);
        return use.telling().stream()
                .map(IndexDefinition.Key::column)
                .anyMatch(column -> rows / lookup.distinctValues(table, column) <= FEW_ROWS);
    }

    /** By the planner's estimate; all rows where it cannot say. */
    private double share(Rows rows) {
        String all = "SELECT FROM " + rows.table.quoted();
        try {
            double chosen = rowsOf(all + " WHERE " + together(rows.conditions));
            return chosen / Math.max(1, rowsOf(all));
        } catch (PgwrightException refused) {
            return 1;
        }
    }

    private static String together(List<String> conditions) {
        return conditions.stream().map(c -> "(" + c + ")").collect(Collectors.joining(" AND "));
    }

    private double rowsOf(String query) {
        return planner.plan(PlannableStatement.of(query), Configuration.EXISTING).rows();
    }
}
