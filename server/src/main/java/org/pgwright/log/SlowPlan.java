package org.pgwright.log;

import org.pgwright.log.event.Origin;

import java.util.Comparator;

/**
 * The plan of one call of a query, as auto_explain logged it.
 *
 * @param origin who called, and when the call ended
 */
public record SlowPlan(double millis, QueryNames.Name query, Origin origin, LoggedPlanText logged) {
    static final Comparator<SlowPlan> SLOWEST_FIRST =
            Comparator.comparingDouble(SlowPlan::millis)
                    .reversed()
                    .thenComparing(plan -> plan.query().hash());
}
