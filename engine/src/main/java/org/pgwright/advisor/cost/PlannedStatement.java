package org.pgwright.advisor.cost;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.planner.Plan;

import java.util.List;

/**
 * A statement with its plans on the database as it is.
 *
 * @param plans one for each of its texts
 */
public record PlannedStatement(AdvisedStatement statement, List<Plan> plans) {
    public PlannedStatement {
        plans = List.copyOf(plans);
        if (plans.size() != statement.texts().size()) {
            throw new IllegalArgumentException("a plan for each text is needed");
        }
    }

    /** The cost of one call. */
    public double cost() {
        double cost = 0;
        for (int i = 0; i < plans.size(); i++) {
            cost += statement.texts().get(i).share() * plans.get(i).totalCost();
        }
        return cost;
    }

    /** The cost of all calls. */
    public double weightedCost() {
        return statement.calls() * cost();
    }
}
