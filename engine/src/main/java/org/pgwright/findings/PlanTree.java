package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes of a plan with what follows from their places in it. */
final class PlanTree {
    private final List<TableFacts> tables;
    private final List<PlanStep> steps = new ArrayList<>();
    private final Map<String, PlanStep> commonTables = new HashMap<>();

    /**
     * @param plan without literals
     */
    PlanTree(ExecutedPlan plan, List<TableFacts> tables) {
        this.tables = tables;
        add(plan, null);
    }

    private PlanStep add(ExecutedPlan plan, @Nullable PlanStep parent) {
        PlanStep step = new PlanStep(this, plan, steps.size() + 1, parent);
        steps.add(step);
        String subplan = plan.details().getOrDefault("Subplan Name", "");
        if (subplan.startsWith("CTE ")) {
            commonTables.put(subplan.substring("CTE ".length()), step);
        }
        for (ExecutedPlan child : plan.children()) {
            step.adopt(add(child, step));
        }
        return step;
    }

    /** Parents first. */
    List<PlanStep> steps() {
        return steps;
    }

    /** Those that ran, or all of a plan that was not executed. */
    List<PlanStep> executed() {
        return steps.stream().filter(PlanStep::isExecuted).toList();
    }

    PlanStep root() {
        return steps.getFirst();
    }

    /** Whether its times were measured. */
    boolean isTimed() {
        ExecutedPlan.Actual actual = root().plan().actual();
        return actual != null && actual.totalMillis() != null;
    }

    /** The plan of a common table expression. */
    @Nullable PlanStep commonTable(String name) {
        return commonTables.get(name);
    }

    /** What is known of a table; nothing where several have its name. */
    Optional<TableFacts> facts(ExecutedPlan.@Nullable Relation relation) {
        if (relation == null) {
            return Optional.empty();
        }
        List<TableFacts> found =
                tables.stream()
                        .filter(facts -> facts.table().name().equals(relation.name()))
                        .filter(
                                facts ->
                                        relation.schema() == null
                                                || facts.table().schema().equals(relation.schema()))
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
