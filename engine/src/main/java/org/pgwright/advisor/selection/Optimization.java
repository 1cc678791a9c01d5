package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Betters a choice by what is known of all plans at once, and says how far it can be from the best.
 *
 * <p>In turns: the plans that are known give a better set ({@link LocalSearch}) and a lower bound
 * ({@link LowerBound}); the planner is asked for the plans that either rests on without knowing
 * them; until the two are close, or enough was asked.
 */
public final class Optimization {
    private static final int MAX_ROUNDS = 12;

    /** Closer than the planner's own errors. */
    private static final double CLOSE = 0.005;

    /** A round that leaves so much of the gap has no better ones behind it. */
    private static final double STUCK = 0.99;

    /** Plans asked for in a round: those of the costliest statements. */
    private static final int MAX_ASKED = 40;

    /** Plans asked for at once of a statement, each without what the one before used. */
    private static final int DEPTH = 8;

    private final Evaluation evaluation;
    private final StatementCosts costs;
    private final Limits limits;

    Optimization(Evaluation evaluation, StatementCosts costs, Limits limits) {
        this.evaluation = evaluation;
        this.costs = costs;
        this.limits = limits;
    }

    /**
     * A choice, and what none can fall below.
     *
     * @param bound of the price of any choice among the same options within the limits
     */
    public record Result(Standing standing, double bound) {
        /** The share of the price by which the best choice can be lower at most, 0 to 1. */
        public double gap() {
            return standing.price() > 0
                    ? Math.max(0, (standing.price() - bound) / standing.price())
                    : 0;
        }
    }

    Result of(Standing start, List<Integer> pool) {
        SelectionModel model = model(pool);
        Standing best = start;
        double bound = 0;
        double gap = 1;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            best = bettered(best, model);
            model.trees().forEach(PlanTree::refresh);
            LowerBound.Found found = LowerBound.of(model, best.price());
            bound = Math.max(bound, found.bound());
            best = bettered(best, model, found);
            Result result = new Result(best, Math.min(bound, best.price()));
            boolean stuck = round > 1 && result.gap() > gap * STUCK;
            gap = result.gap();
            if (gap <= CLOSE || stuck || !asked(found)) {
                break;
            }
        }
        return new Result(best, Math.min(bound, best.price()));
    }

    private SelectionModel model(List<Integer> pool) {
        BitSet all = new BitSet();
        pool.forEach(all::set);
        List<PlanTree> trees = new ArrayList<>();
        for (int statement : evaluation.statements()) {
            trees.add(new PlanTree(costs, statement, all));
        }
        return new SelectionModel(trees, pool, evaluation, limits);
    }

    private Standing bettered(Standing best, SelectionModel model) {
        return better(best, new LocalSearch(model).from(best.options()));
    }

    /** From what the relaxation finds worth making. */
    private Standing bettered(Standing best, SelectionModel model, LowerBound.Found found) {
        return better(best, new LocalSearch(model).from(found.wished()));
    }

    private Standing better(Standing best, BitSet options) {
        BitSet lean = evaluation.lean(options);
        if (lean.equals(best.options()) || !evaluation.isWithin(limits, lean)) {
            return best;
        }
        return evaluation.change(best, lean, best.price()).orElse(best);
    }

    /** Whether there was something to ask. */
    private static boolean asked(LowerBound.Found found) {
        List<LowerBound.Open> open =
                found.open().stream()
                        .sorted(
                                Comparator.comparingDouble(
                                        (LowerBound.Open o) -> -o.leaf().atLeast()))
                        .limit(MAX_ASKED)
                        .toList();
        open.forEach(o -> o.tree().expand(o.leaf(), DEPTH));
        return !open.isEmpty();
    }
}
