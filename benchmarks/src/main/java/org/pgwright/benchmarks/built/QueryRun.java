package org.pgwright.benchmarks.built;

import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A query as it was planned and executed.
 *
 * @param weight how often it is called
 * @param millis of each timed execution
 */
public record QueryRun(String name, double weight, Plan plan, List<Double> millis) {
    public QueryRun {
        millis = List.copyOf(millis);
    }

    /** The indexes that its plan uses: definitions of those built, names of others. */
    public Set<String> indexes() {
        Set<String> names = new TreeSet<>();
        plan.visit(
                node -> {
                    if (node.index() instanceof IndexName.Existing(var index)) {
                        names.add(index.name());
                    }
                });
        return names;
    }
}
