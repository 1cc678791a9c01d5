package org.pgwright.advisor.selection;

import java.util.BitSet;
import java.util.List;

/**
 * Betters a set by the plans that are known, without asking the planner: adds what a plan needs,
 * drops an option, or does both where there is no room for more.
 */
final class LocalSearch {
    /** Looks at plans; some seconds of a processor at most. */
    private static final long MAX_WORK = 300_000_000;

    /** A gain that rounding cannot make. */
    private static final double LEAST_GAIN = 1e-7;

    private final SelectionModel model;
    private final List<BitSet> bundles;
    private final List<BitSet> statementsByOption;
    private long work;

    LocalSearch(SelectionModel model) {
        this.model = model;
        this.bundles = model.bundles();
        this.statementsByOption = model.statementsByOption();
    }

    /** A set with what each statement costs under it. Never changes once made. */
    private static final class State {
        private final BitSet set;
        private final double[] costs;
        private final double price;
        private final long bytes;

        State(BitSet set, double[] costs, double price, long bytes) {
            this.set = set;
            this.costs = costs;
            this.price = price;
            this.bytes = bytes;
        }
    }

    /** A set that is at least as good and within the limits. */
    BitSet from(BitSet start) {
        State state = trimmed(state(start));
        boolean better = true;
        while (better && work < MAX_WORK) {
            State filled = filled(state);
            State exchanged = exchanged(pruned(filled));
            better = exchanged.price < state.price - least(state);
            state = exchanged.price < state.price ? exchanged : state;
        }
        return state.set;
    }

    private static double least(State state) {
        return LEAST_GAIN * Math.abs(state.price);
    }

    private State state(BitSet set) {
        double[] costs = new double[model.trees().size()];
        double price = model.priceOf(set);
        for (int place = 0; place < costs.length; place++) {
            costs[place] = model.trees().get(place).cost(set);
            price += costs[place];
        }
        return new State((BitSet) set.clone(), costs, price, model.bytes(set));
    }

    /** The state with other options, worked out from those that changed. */
    private State changed(State from, BitSet to) {
        BitSet changed = (BitSet) from.set.clone();
        changed.xor(to);
        double[] costs = from.costs.clone();
        double price = from.price - model.priceOf(from.set) + model.priceOf(to);
        BitSet touched = touched(changed);
        for (int place = touched.nextSetBit(0); place >= 0; place = touched.nextSetBit(place + 1)) {
            PlanTree tree = model.trees().get(place);
            work += tree.plans().size();
            costs[place] = tree.cost(to);
            price += costs[place] - from.costs[place];
        }
        return new State((BitSet) to.clone(), costs, price, model.bytes(to));
    }

    private BitSet touched(BitSet options) {
        BitSet touched = new BitSet();
        for (int i = options.nextSetBit(0); i >= 0; i = options.nextSetBit(i + 1)) {
            if (i < statementsByOption.size()) {
                touched.or(statementsByOption.get(i));
            }
        }
        return touched;
    }

    private State without(State state, int option) {
        BitSet to = (BitSet) state.set.clone();
        to.clear(option);
        return changed(state, to);
    }

    private State with(State state, BitSet bundle) {
        BitSet to = (BitSet) state.set.clone();
        to.or(bundle);
        return changed(state, to);
    }

    /** Drops what loses least for its bytes until the set fits. */
    private State trimmed(State start) {
        State state = start;
        while (!model.fits(state.set)) {
            state = withoutLeast(state);
        }
        return state;
    }

    private State withoutLeast(State state) {
        State best = state;
        double least = Double.POSITIVE_INFINITY;
        for (int i = state.set.nextSetBit(0); i >= 0; i = state.set.nextSetBit(i + 1)) {
            State without = without(state, i);
            double loss = (without.price - state.price) / Math.max(1, model.bytes(i));
            if (loss < least) {
                least = loss;
                best = without;
            }
        }
        return best;
    }

    private State pruned(State start) {
        State state = start;
        for (int i = start.set.nextSetBit(0); i >= 0; i = start.set.nextSetBit(i + 1)) {
            State without = without(state, i);
            state = without.price <= state.price ? without : state;
        }
        return state;
    }

    /** Adds bundles, those that gain most for their bytes first, while they gain and fit. */
    private State filled(State start) {
        State state = start;
        State next = bestAddition(state);
        while (next.price < state.price - least(state)) {
            state = next;
            next = bestAddition(state);
        }
        return state;
    }

    private State bestAddition(State state) {
        State best = state;
        double most = 0;
        for (BitSet bundle : bundles) {
            if (work >= MAX_WORK || PlanTree.isSubset(bundle, state.set)) {
                continue;
            }
            BitSet to = (BitSet) state.set.clone();
            to.or(bundle);
            long bytes = model.bytes(to);
            if (model.fits(to)) {
                State with = changed(state, to);
                double gain = state.price - with.price;
                double rate = gain / Math.max(1, bytes - state.bytes);
                if (gain > least(state) && rate > most) {
                    most = rate;
                    best = with;
                }
            }
        }
        return best;
    }

    /**
     * Where there is no room: each bundle in the place of what is then least worth its bytes, and
     * each option dropped and its room filled anew.
     */
    private State exchanged(State start) {
        State best = start;
        for (BitSet bundle : bundles) {
            if (work < MAX_WORK && !PlanTree.isSubset(bundle, best.set)) {
                State forced = forced(with(best, bundle), bundle);
                best = forced.price < best.price - least(best) ? pruned(forced) : best;
            }
        }
        for (int i = start.set.nextSetBit(0); i >= 0; i = start.set.nextSetBit(i + 1)) {
            if (work < MAX_WORK && best.set.get(i)) {
                State refilled = filled(without(best, i));
                best = refilled.price < best.price - least(best) ? pruned(refilled) : best;
            }
        }
        return best;
    }

    /** Makes room by dropping others than the bundle's. */
    private State forced(State start, BitSet bundle) {
        State state = start;
        while (!model.fits(state.set)) {
            State best = null;
            double least = Double.POSITIVE_INFINITY;
            for (int i = state.set.nextSetBit(0); i >= 0; i = state.set.nextSetBit(i + 1)) {
                if (!bundle.get(i)) {
                    State without = without(state, i);
                    double loss = (without.price - state.price) / Math.max(1, model.bytes(i));
                    if (loss < least) {
                        least = loss;
                        best = without;
                    }
                }
            }
            if (best == null) {
                return start.price < Double.POSITIVE_INFINITY ? impossible(start) : start;
            }
            state = best;
        }
        return state;
    }

    private static State impossible(State state) {
        return new State(state.set, state.costs, Double.POSITIVE_INFINITY, state.bytes);
    }
}
