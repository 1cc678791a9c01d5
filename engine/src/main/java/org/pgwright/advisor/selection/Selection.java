package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Workers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Chooses options within limits so that workload, writes and storage together cost as little as
 * possible.
 *
 * <p>In turns: the plans that are known, and guesses of what similar options would do, give a set
 * that promises to be better ({@link LocalSearch}); the planner is asked what the statements cost
 * under it; that corrects the guesses. Until no set promises to be better than the best that was
 * costed. Not optimal: choosing indexes under a budget is NP-hard (Chaudhuri, Datar, Narasayya,
 * "Index Selection for Databases", TKDE 2004); {@link #bound} says how far it can be off.
 */
public final class Selection {
    /** Sets that are costed in a row without one being better. */
    private static final int PATIENCE = 16;

    /** Shakes in a row that lead to nothing better worth the name. */
    private static final int MAX_SHAKES = 3;

    private static final double LEAST_SHAKEN = 0.001;

    /** A gain that rounding cannot make. */
    private static final double LEAST_GAIN = 1e-6;

    private final Evaluation evaluation;
    private final StatementCosts costs;
    private final Limits limits;
    private final Thresholds thresholds;
    private final Workers workers;
    private final BooleanSupplier enough;
    private final SelectionModel sure;
    private final SelectionModel hopeful;

    /**
     * @param workers that ask the planner
     * @param enough whether to end with what there is
     */
    public Selection(
            Evaluation evaluation,
            StatementCosts costs,
            Limits limits,
            Thresholds thresholds,
            Workers workers,
            BooleanSupplier enough) {
        this.evaluation = evaluation;
        this.costs = costs;
        this.limits = limits;
        this.thresholds = thresholds;
        this.workers = workers;
        this.enough = enough;
        this.sure = new SelectionModel(evaluation, costs, limits);
        this.hopeful = new SelectionModel(evaluation, costs, limits);
    }

    /**
     * Lets further options be chosen, which the evaluation knows.
     *
     * @param parents for each of them those that it may stand in for
     */
    public void admit(BitSet further, Map<Integer, BitSet> parents) {
        sure.admit(further);
        hopeful.admit(further);
        parents.forEach((to, some) -> some.stream().forEach(from -> hopeful.standIn(from, to)));
    }

    /** The best of the sets that were found from some starts, all of them costed by the planner. */
    public Standing choose(Collection<BitSet> starts) {
        Standing best = evaluation.none();
        for (BitSet start : starts) {
            Standing found = costed(new LocalSearch(sure).from(start));
            best = found.price() < best.price() ? found : best;
        }
        return better(best);
    }

    /** The same or a better choice, by what is known by now. */
    public Standing better(Standing start) {
        Standing best = start;
        Standing last;
        do {
            last = best;
            best = exchanged(searched(best));
        } while (!best.equals(last) && !enough.getAsBoolean());
        return best;
    }

    /** The same, also by changing several options at once. */
    public Standing shaken(Standing start) {
        Standing best = start;
        int waited = 0;
        for (int shake = 0; waited < MAX_SHAKES && !enough.getAsBoolean(); shake++) {
            Standing shaken = lower(best, new LocalSearch(sure).shaken(best.options(), shake));
            Standing found = shaken.equals(best) ? best : better(shaken);
            waited = found.price() < best.price() * (1 - LEAST_SHAKEN) ? 0 : waited + 1;
            best = found;
        }
        return best;
    }

    /** By the plans that are known. */
    private Standing searched(Standing start) {
        Standing best = start;
        Standing last;
        do {
            last = best;
            best = lower(best, new LocalSearch(sure).from(best.options()));
        } while (!best.equals(last) && !enough.getAsBoolean());
        return best;
    }

    /** By exchanges that may be better, the most promising first. */
    private Standing exchanged(Standing start) {
        Set<BitSet> tried = new HashSet<>();
        for (int waited = 0; waited < PATIENCE && !enough.getAsBoolean(); waited++) {
            List<BitSet> next =
                    apart(start, new LocalSearch(hopeful).exchanges(start.options()), tried);
            if (next.isEmpty()) {
                break;
            }
            tried.addAll(next);
            Standing better = kept(start, next);
            if (!better.equals(start)) {
                return better;
            }
        }
        return start;
    }

    /** Exchanges that change no statement in common, the first that were not tried. */
    private List<BitSet> apart(
            Standing start, List<LocalSearch.Exchange> exchanges, Set<BitSet> tried) {
        List<BitSet> apart = new ArrayList<>();
        BitSet touched = new BitSet();
        for (LocalSearch.Exchange exchange : exchanges) {
            BitSet places = evaluation.touched(difference(start.options(), exchange.to()));
            if (!tried.contains(exchange.to()) && !places.intersects(touched)) {
                apart.add(exchange.to());
                touched.or(places);
            }
        }
        return apart;
    }

    /** With the exchanges, of which none changes what another does, that prove to be better. */
    private Standing kept(Standing start, List<BitSet> exchanges) {
        BitSet all = start.options();
        exchanges.forEach(to -> all.xor(difference(start.options(), to)));
        costed(all);
        Standing best = start;
        for (BitSet to : exchanges) {
            BitSet with = best.options();
            with.xor(difference(start.options(), to));
            best = lower(best, with);
        }
        return best;
    }

    private static BitSet difference(BitSet one, BitSet other) {
        BitSet difference = (BitSet) one.clone();
        difference.xor(other);
        return difference;
    }

    private Standing lower(Standing best, BitSet options) {
        if (options.equals(best.options())) {
            return best;
        }
        Standing found = costed(options);
        return found.price() < best.price() * (1 - LEAST_GAIN) && limits.allow(found)
                ? found
                : best;
    }

    private Standing costed(BitSet set) {
        Standing standing = evaluation.change(evaluation.none(), set);
        for (SelectionModel model : List.of(sure, hopeful)) {
            model.refresh();
            model.correct(standing);
        }
        return standing;
    }

    /** Drops options, the least worth first, until all are worth it and fit. */
    public Standing worthIt(Standing start) {
        Standing standing = start;
        while (!standing.options().isEmpty()) {
            Standing without = withoutLeast(standing);
            if (limits.allow(standing) && thresholds.isWorthMaking(without, standing)) {
                return standing;
            }
            standing = without;
        }
        return standing;
    }

    private Standing withoutLeast(Standing standing) {
        Standing least = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (int option : standing.options().stream().toArray()) {
            Standing without = evaluation.without(standing, option);
            double loss = without.price() - standing.price();
            // One that is not worth it goes before one that is, however small its loss.
            double rank = thresholds.isWorthMaking(without, standing) ? loss : Math.min(loss, 0);
            if (least == null || rank < lowest) {
                least = without;
                lowest = rank;
            }
        }
        return least == null ? standing : least;
    }

    /** What no choice among the same options within the limits can be cheaper than. */
    public double bound(Standing chosen) {
        return new Bounding(sure, evaluation.statements(), costs, workers, enough)
                .below(chosen.price());
    }

    private double knownGain(Standing before, int option) {
        return evaluation.knownGain(before, Evaluation.only(option));
    }

    /**
     * The chosen options in the order to make them: each the one that gains most beside those
     * before it, by the plans that are known.
     *
     * @return the standings after each, the empty one first
     */
    public List<Standing> inOrder(BitSet chosen) {
        List<Standing> steps = new ArrayList<>(List.of(evaluation.none()));
        BitSet rest = (BitSet) chosen.clone();
        while (!rest.isEmpty()) {
            Standing last = steps.getLast();
            int next =
                    rest.stream()
                            .boxed()
                            .max(Comparator.comparingDouble(option -> knownGain(last, option)))
                            .orElseThrow();
            steps.add(evaluation.with(last, next));
            rest.clear(next);
        }
        return steps;
    }
}
