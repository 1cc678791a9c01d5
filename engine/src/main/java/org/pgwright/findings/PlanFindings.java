package org.pgwright.findings;

import org.pgwright.planner.ExecutedPlan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for what makes a plan slow: scans that throw away most of what they read, estimates that
 * are far off, spills, loops, blocks from disk, statistics that are out of date.
 *
 * <p>Speaks only of what matters to the plan as a whole. Of a plan that was not executed it says
 * what estimates allow, and that they are estimates. Pure: touches nothing.
 */
public final class PlanFindings {
    private PlanFindings() {}

    /**
     * The findings, by kind, then in the order of the plan.
     *
     * @param tables what is known of the tables of its database; may be none
     */
    public static List<PlanFinding> of(ExecutedPlan plan, Collection<TableFacts> tables) {
        PlanTree tree = new PlanTree(plan.masked(), List.copyOf(tables));
        List<PlanFinding> found = new ArrayList<>();
        found.addAll(new SequentialScans(tree).find());
        found.addAll(new IndexScans(tree).find());
        found.addAll(new NestedLoops(tree).find());
        found.addAll(new Misestimates(tree).find());
        found.addAll(new StaleStatistics(tree).find());
        found.addAll(new Spills(tree).find());
        found.addAll(new CacheMisses(tree).find());
        found.sort(
                Comparator.comparing(PlanFinding::kind)
                        .thenComparing(finding -> finding.node().number()));
        return found;
    }
}
