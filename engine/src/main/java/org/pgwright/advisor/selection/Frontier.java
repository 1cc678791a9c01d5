package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Workers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What could be had for fewer bytes: for each of some budgets the best choice that was found. */
public final class Frontier {
    /** Of the bytes of the choice; closer where each byte gains most. */
    private static final double[] SHARES = {
        0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9
    };

    private final Evaluation evaluation;
    private final StatementCosts costs;
    private final Workers workers;
    private final BooleanSupplier enough;

    /**
     * @param workers that ask the planner
     * @param enough whether to end with what there is
     */
    public Frontier(
            Evaluation evaluation, StatementCosts costs, Workers workers, BooleanSupplier enough) {
        this.evaluation = evaluation;
        this.costs = costs;
        this.workers = workers;
        this.enough = enough;
    }

    /**
     * Choices of ever more bytes and ever lower cost, nothing chosen first and the choice last.
     *
     * @param pool the options to choose from
     * @param limits that the choice was made within
     */
    public List<Standing> upTo(Standing chosen, BitSet pool, Limits limits) {
        List<Standing> frontier = new ArrayList<>(List.of(evaluation.none()));
        BitSet all = (BitSet) pool.clone();
        all.or(chosen.options());
        for (double share : SHARES) {
            if (enough.getAsBoolean()) {
                break;
            }
            Limits smaller =
                    new Limits(
                            limits.maxOptions(),
                            (long) (share * chosen.bytes()),
                            limits.maxUpkeep());
            add(within(smaller, frontier.getLast(), chosen, all), frontier);
        }
        frontier.removeIf(standing -> standing.bytes() > chosen.bytes());
        frontier.removeIf(
                standing -> !standing.options().isEmpty() && standing.total() <= chosen.total());
        add(chosen, frontier);
        return List.copyOf(frontier);
    }

    private Standing within(Limits limits, Standing smaller, Standing larger, BitSet pool) {
        Selection selection =
                new Selection(evaluation, costs, limits, Thresholds.within(0), workers, enough);
        selection.admit(pool, Map.of());
        return selection.choose(List.of(smaller.options(), larger.options()));
    }

    private static void add(Standing next, List<Standing> frontier) {
        if (next.total() < frontier.getLast().total()) {
            frontier.add(next);
        }
    }
}
