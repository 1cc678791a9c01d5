package org.pgwright.benchmarks.schema;

import org.pgwright.planner.PlannableStatement;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;

import java.time.Duration;

/**
 * A statement with literals and how often it is called.
 *
 * @param sql without a closing semicolon
 */
public record WeightedQuery(String name, double weight, String sql) {
    /** As a workload has it. */
    public Statement statement() {
        return new Statement(
                sql, NormalizedText.hash(sql), null, weight, Duration.ZERO, -1, null, name);
    }

    /** For a {@link org.pgwright.planner.WhatIfPlanner}. */
    public PlannableStatement plannable() {
        return PlannableStatement.of(sql);
    }
}
