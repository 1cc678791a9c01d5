package org.pgwright.advisor.cost;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.workload.Workload.Skipped;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A workload with its plans on the database as it is.
 *
 * @param statements numbered from 0 in this order
 * @param skipped also those that the planner refused
 */
public record PlannedWorkload(List<PlannedStatement> statements, List<Skipped> skipped) {
    private static final Set<ErrorCode> OF_ONE_STATEMENT =
            Set.of(ErrorCode.USAGE, ErrorCode.NOT_ALLOWED, ErrorCode.DEADLINE_EXCEEDED);

    public PlannedWorkload {
        statements = List.copyOf(statements);
        skipped = List.copyOf(skipped);
    }

    /**
     * Plans every statement once.
     *
     * @throws PgwrightException if the planner fails altogether
     */
    public static PlannedWorkload plan(
            PreparedWorkload prepared, WhatIfPlanner planner, Progress progress) {
        List<PlannedStatement> planned = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>(prepared.skipped());
        int done = 0;
        for (AdvisedStatement statement : prepared.statements()) {
            progress.step("Planning statements", done++, prepared.statements().size());
            try {
                List<Plan> plans = plans(statement, planner);
                planned.add(new PlannedStatement(numbered(statement, planned.size()), plans));
            } catch (PgwrightException failure) {
                if (!concernsOneStatement(failure)) {
                    throw failure;
                }
                skipped.add(
                        new Skipped(
                                statement.statement().text(),
                                "it cannot be planned: " + failure.getMessage()));
            }
        }
        progress.step("Planning statements", done, done);
        return new PlannedWorkload(planned, skipped);
    }

    /** Whether other statements can be planned after a failure. */
    public static boolean concernsOneStatement(PgwrightException failure) {
        return OF_ONE_STATEMENT.contains(failure.code());
    }

    private static List<Plan> plans(AdvisedStatement statement, WhatIfPlanner planner) {
        List<Plan> plans = new ArrayList<>();
        for (PlannableStatement text : statement.texts()) {
            plans.add(planner.plan(text, Configuration.EXISTING));
        }
        return plans;
    }

    private static AdvisedStatement numbered(AdvisedStatement statement, int number) {
        return new AdvisedStatement(
                number,
                statement.statement(),
                statement.calls(),
                statement.references(),
                statement.texts());
    }

    /** The cost of all calls of all statements. */
    public double weightedCost() {
        return statements.stream().mapToDouble(PlannedStatement::weightedCost).sum();
    }
}
