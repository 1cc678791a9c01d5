package org.pgwright.repository.figures;

import org.pgwright.findings.TableFacts;

import java.util.List;

/**
 * The plans of a query, those that took most time first, then those that were seen last.
 *
 * @param tables what is known of the tables that they read
 */
public record KnownPlans(List<KnownPlan> plans, List<TableFacts> tables) {
    public KnownPlans {
        plans = List.copyOf(plans);
        tables = List.copyOf(tables);
    }
}
