package org.pgwright.findings;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes that gave far more or far fewer rows than the planner counted on, which chose joins and
 * orders by that. A node that is wrong because its input is, is not named, but the input.
 *
 * <p>Too few rows say nothing where a node may have been stopped early. Both numbers count as at
 * least 1, since the planner never estimates less, and EXPLAIN rounds.
 */
final class Misestimates {
    /** The factor from which a misestimate is told (requirement S2-P4). */
    static final double TOLD = 10;

    /** Half of the way there: a node so far off has passed its error on to those above. */
    static final double BEGINNING = 3;

    /** Of fewer rows in all, any plan is quick. */
    private static final double FEWEST_ROWS = 1_000;

    private final PlanTree tree;

    Misestimates(PlanTree tree) {
        this.tree = tree;
    }

    /** How many times more rows there were than estimated; below 1 for fewer. */
    static double factorTooFew(PlanStep step) {
        var actual = step.plan().actual();
        if (actual == null || actual.loops() == 0) {
            return 1;
        }
        return Math.max(1, actual.rows()) / Math.max(1, step.estimatedRows());
    }

    /** How far off an estimate is, at least 1; 1 where that cannot be told. */
    static double factor(PlanStep step) {
        double tooFew = factorTooFew(step);
        if (tooFew >= 1) {
            return isTold(step) && !step.mayBeReread() ? tooFew : 1;
        }
        return isTold(step) && !step.mayBeCut() && !step.mayBeReread() ? 1 / tooFew : 1;
    }

    /**
     * Bitmaps do not count rows; changes give none; recursion is not estimated at all; and what a
     * one-time filter is like is known only when it runs.
     */
    private static boolean isTold(PlanStep step) {
        return step.isExecuted()
                && step.detail("One-Time Filter").isEmpty()
                && !step.is(
                        "Bitmap Index Scan",
                        "BitmapAnd",
                        "BitmapOr",
                        "ModifyTable",
                        "WorkTable Scan",
                        "Recursive Union");
    }

    List<PlanFinding> find() {
        Map<PlanStep, PlanStep> worst = new LinkedHashMap<>();
        for (PlanStep step : tree.executed()) {
            if (factor(step) >= TOLD && rows(step) >= FEWEST_ROWS) {
                PlanStep beginning = beginning(step);
                // Partitions that were not read count in the estimate of all together.
                if (!beginning.is("Append", "Merge Append")) {
                    worst.merge(beginning, step, (a, b) -> factor(a) >= factor(b) ? a : b);
                }
            }
        }
        return worst.entrySet().stream()
                .map(entry -> finding(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static double rows(PlanStep step) {
        return Math.max(step.rows(), step.estimatedRows() * step.loops());
    }

    private static PlanStep beginning(PlanStep step) {
        PlanStep lowest = step;
        PlanStep below = worstInput(lowest);
        while (below != null) {
            lowest = below;
            below = worstInput(lowest);
        }
        return lowest;
    }

    private static @Nullable PlanStep worstInput(PlanStep step) {
        boolean isTooFew = factorTooFew(step) >= 1;
        PlanStep worst = null;
        for (PlanStep input : step.inputs()) {
            boolean isAlike = factorTooFew(input) >= 1 == isTooFew;
            if (isAlike
                    && factor(input) >= BEGINNING
                    && (worst == null || factor(input) > factor(worst))) {
                worst = input;
            }
        }
        return worst;
    }

    private static PlanFinding finding(PlanStep step, PlanStep worst) {
        return new PlanFinding(
                PlanFinding.Kind.MISESTIMATE,
                step.node(),
                detail(step, worst),
                MisestimateRemedy.of(step),
                false);
    }

    private static String detail(PlanStep step, PlanStep worst) {
        String loops = step.loops() > step.processes() ? " a loop" : "";
        double processes = loops.isEmpty() ? step.processes() : 1;
        String grown =
                factor(worst) >= 2 * factor(step)
                        ? "; up to %s it grows to %s"
                                .formatted(worst.node().shown(), PlanWords.times(factor(worst)))
                        : "";
        return "gave %s rows%s where the planner counted on %s: %s too %s%s"
                .formatted(
                        PlanWords.count(actualRows(step) * processes),
                        loops,
                        PlanWords.count(step.estimatedRows() * processes),
                        PlanWords.times(factor(step)),
                        factorTooFew(step) >= 1 ? "few" : "many",
                        grown);
    }

    private static double actualRows(PlanStep step) {
        var actual = step.plan().actual();
        return actual == null ? 0 : actual.rows();
    }
}
