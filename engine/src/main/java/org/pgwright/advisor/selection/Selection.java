package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses options within limits so that workload, writes and storage together cost as little as
 * possible.
 *
 * <p>Greedily by gain, greedily by gain for each byte, and backwards from what each statement would
 * choose for itself; each result is cleaned up, and the best is kept. Not optimal: choosing indexes
 * under a budget is NP-hard (Chaudhuri, Datar, Narasayya, "Index Selection for Databases", TKDE
 * 2004).
 */
public final class Selection {
    /** What is further from the best does not overtake it by being cleaned up. */
    private static final double NEAR_THE_BEST = 1.2;

    private static final Comparator<Standing> BEST_FIRST =
            Comparator.comparingDouble(Standing::price).thenComparing(Standing::bytes);

    private final Evaluation evaluation;
    private final Limits limits;
    private final Thresholds thresholds;

    public Selection(Evaluation evaluation, Limits limits, Thresholds thresholds) {
        this.evaluation = evaluation;
        this.limits = limits;
        this.thresholds = thresholds;
    }

    /**
     * @param pool the options to choose from
     * @param best what each statement would choose for itself
     * @param bundles options that plans used together
     */
    public Standing choose(
            List<Integer> pool, Collection<BitSet> best, Collection<BitSet> bundles) {
        Set<BitSet> moves = new LinkedHashSet<>();
        pool.forEach(option -> moves.add(CleanUp.only(option)));
        bundles.stream().filter(b -> b.cardinality() > 1).forEach(moves::add);
        List<BitSet> ordered = List.copyOf(moves);

        CleanUp cleanUp = new CleanUp(evaluation, limits, thresholds, pool);
        Greedy greedy = new Greedy(evaluation, limits, (before, after) -> true);
        Standing none = evaluation.none();
        List<Standing> starts =
                List.of(
                        greedy.from(none, ordered, Greedy.Order.GAIN),
                        greedy.from(none, ordered, Greedy.Order.GAIN_PER_BYTE),
                        evaluation.change(none, evaluation.lean(union(best))));
        List<Standing> fitted =
                starts.stream().map(cleanUp::fitted).sorted(BEST_FIRST).distinct().toList();
        return fitted.stream()
                .filter(s -> s.price() <= fitted.getFirst().price() * NEAR_THE_BEST)
                .map(cleanUp::of)
                .filter(limits::allow)
                .min(BEST_FIRST)
                .orElse(none);
    }

    /** The same choice bettered with options that were not in its pool. */
    public Standing better(Standing chosen, List<Integer> pool) {
        return new CleanUp(evaluation, limits, thresholds, pool).of(chosen);
    }

    private static BitSet union(Collection<BitSet> sets) {
        BitSet all = new BitSet();
        sets.forEach(all::or);
        return all;
    }

    /** The same choice bettered by all plans that are known, and how far it is from the best. */
    public Optimization.Result optimized(
            Standing chosen, List<Integer> pool, StatementCosts costs) {
        Optimization optimization = new Optimization(evaluation, costs, limits);
        Optimization.Result result = optimization.of(chosen, pool);
        Standing worthIt =
                new CleanUp(evaluation, limits, thresholds, pool).fitted(result.standing());
        return new Optimization.Result(worthIt, result.bound());
    }

    /**
     * The chosen options in the order to make them: each the one that gains most beside those
     * before it.
     *
     * @return the standings after each, the empty one first
     */
    public List<Standing> inOrder(BitSet chosen) {
        List<Standing> steps = new ArrayList<>(List.of(evaluation.none()));
        BitSet rest = (BitSet) chosen.clone();
        while (!rest.isEmpty()) {
            Standing last = steps.getLast();
            Standing next =
                    rest.stream()
                            .mapToObj(option -> evaluation.with(last, option))
                            .min(Comparator.comparingDouble(Standing::total))
                            .orElse(last);
            steps.add(next);
            rest.andNot(next.options());
        }
        return steps;
    }
}
