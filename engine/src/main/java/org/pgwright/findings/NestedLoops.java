package org.pgwright.findings;

import org.pgwright.planner.ExecutedPlan.Relation;

import java.util.List;
import java.util.Optional;

/** Joins that run their inner side again and again. */
final class NestedLoops {
    /** So often in one process something is wrong, unless each time is a look-up in an index. */
    private static final double MANY = 1_000;

    /** So many look-ups take as long as reading a table of some hundred megabytes. */
    private static final double MANY_LOOK_UPS = 100_000;

    /** The inner side has to be a main part of the plan. */
    private static final double SMALLEST_SHARE = 0.25;

    private final PlanTree tree;

    NestedLoops(PlanTree tree) {
        this.tree = tree;
    }

    List<PlanFinding> find() {
        return tree.executed().stream()
                .filter(step -> step.is("Nested Loop") && step.inputs().size() == 2)
                .filter(step -> step.shareWithoutOuter() >= SMALLEST_SHARE)
                .flatMap(step -> finding(step).stream())
                .toList();
    }

    private Optional<PlanFinding> finding(PlanStep join) {
        PlanStep outer = join.inputs().getFirst();
        PlanStep inner = withoutMemory(join.inputs().get(1));
        boolean isMisjudged =
                join.isAnalyzed() && Misestimates.factorTooFew(outer) >= Misestimates.TOLD;
        double loops = inner.isExecuted() ? inner.loopsOfProcess() : 0;
        boolean isLookUp = isLookUp(inner);
        if (loops < (isLookUp && !isMisjudged ? MANY_LOOK_UPS : MANY)
                || (isLookUp && !join.isAnalyzed())) {
            return Optional.empty();
        }
        return Optional.of(
                new PlanFinding(
                        PlanFinding.Kind.NESTED_LOOP,
                        join.node(),
                        detail(join, inner),
                        remedy(outer, inner, isMisjudged),
                        !join.isAnalyzed()));
    }

    /** Rows that are remembered are not looked up again. */
    private static PlanStep withoutMemory(PlanStep inner) {
        return inner.is("Memoize") && !inner.inputs().isEmpty() ? inner.inputs().getFirst() : inner;
    }

    private static boolean isLookUp(PlanStep inner) {
        return !inner.detail("Index Cond").isEmpty()
                || !inner.detail("TID Cond").isEmpty()
                || inner.is("Bitmap Heap Scan")
                || (inner.inputs().size() == 1 && isLookUp(inner.inputs().getFirst()));
    }

    private String detail(PlanStep join, PlanStep inner) {
        double processes = join.processes();
        String each =
                processes > 1
                        ? " (%s in each of %s processes)"
                                .formatted(
                                        PlanWords.count(inner.loopsOfProcess()),
                                        PlanWords.count(processes))
                        : "";
        return "%s its inner side, %s, %s times%s; without the outer side that is %s"
                .formatted(
                        join.isAnalyzed() ? "ran" : "is estimated to run",
                        inner.node().shown(),
                        PlanWords.count(inner.loops()),
                        each,
                        PlanWords.share(tree, join.shareWithoutOuter()));
    }

    private static String remedy(PlanStep outer, PlanStep inner, boolean isMisjudged) {
        if (isMisjudged) {
            return "the planner counted on %s rows of %s, and there were %s: with a better estimate it would join otherwise; see the misestimate"
                    .formatted(
                            PlanWords.count(outer.estimatedRows() * outer.loops()),
                            outer.node().shown(),
                            PlanWords.count(outer.rows()));
        }
        if (isLookUp(inner)) {
            return "each look-up is cheaper with an index that holds all columns that are read"
                    + " (INCLUDE); if it is faster with SET enable_nestloop = off, see"
                    + " random_page_cost, effective_cache_size and work_mem";
        }
        return table(inner)
                .map(
                        table ->
                                "an index on the columns of %s that are joined%s would make each of them a look-up: see pgwright advise"
                                        .formatted(PlanWords.table(table), columns(inner)))
                .orElse(
                        "see whether the join can be written with an equality, which a hash join"
                                + " takes, or the inner side be computed once");
    }

    private static Optional<Relation> table(PlanStep inner) {
        Relation relation = inner.plan().relation();
        if (relation != null && inner.plan().isTableScan()) {
            return Optional.of(relation);
        }
        return inner.is("Materialize", "Memoize") && !inner.inputs().isEmpty()
                ? table(inner.inputs().getFirst())
                : Optional.empty();
    }

    private static String columns(PlanStep inner) {
        List<String> columns = ConditionColumns.of(inner, "Filter");
        return columns.isEmpty() ? "" : " " + ConditionColumns.shown(columns);
    }
}
