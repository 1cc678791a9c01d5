package org.pgwright.repository.figures;

import org.pgwright.repository.performance.PlanChangeCause;

import java.time.Instant;
import java.util.List;

/**
 * A query that got a new plan and is slower with it.
 *
 * @param hash of the query
 * @param at when an execution with the new plan ended first
 * @param cause the likely one
 * @param details what the cause is about: indexes, tables, or settings
 */
public record KnownPlanChange(
        String hash,
        String databaseName,
        Instant at,
        Side before,
        Side after,
        PlanChangeCause cause,
        List<String> details) {
    public KnownPlanChange {
        details = List.copyOf(details);
    }

    /**
     * A plan and its executions.
     *
     * @param planHash in hexadecimal digits
     * @param json as EXPLAIN (FORMAT JSON) shows it
     */
    public record Side(
            String planHash,
            long executions,
            double medianMillis,
            double meanMillis,
            String json) {}
}
