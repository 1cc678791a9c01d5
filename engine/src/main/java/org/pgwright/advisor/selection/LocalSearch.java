package org.pgwright.advisor.selection;

import org.pgwright.advisor.selection.SelectionModel.Bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Betters a set by the plans that are known, without asking the planner: adds what a plan needs,
 * drops options, exchanges some for others, and, where room is limited, takes all options of a
 * table away to choose them anew (large neighbourhood search: Shaw 1998), as long as that makes it
 * cheaper.
 */
final class LocalSearch {
    /** Sets weighed; about a second of a processor. */
    private static final long MAX_WEIGHED = 30_000;

    private static final long SEED = 42;
    private static final int SHAKES = 300;
    private static final long MAX_WEIGHED_SHAKING = 30_000;
    private static final int MAX_DROPPED = 4;

    /** Bundles that are tried in the place of others, the most promising. */
    private static final int MAX_EXCHANGED = 120;

    /** A gain that rounding cannot make. */
    private static final double LEAST_GAIN = 1e-7;

    private final SelectionModel model;
    private long weighed;

    LocalSearch(SelectionModel model) {
        this.model = model;
    }

    /** A set with the plan of each statement under it. Never changes once made. */
    private static final class State {
        private final BitSet set;
        private final BitSet alike;
        private final int[] plans;
        private final double price;
        private final long bytes;
        private final double upkeep;

        State(Likeness some, int[] plans, double price, long bytes, double upkeep) {
            this.set = some.set();
            this.alike = some.alike();
            this.plans = plans;
            this.price = price;
            this.bytes = bytes;
            this.upkeep = upkeep;
        }
    }

    /** What adding a bundle gained when it was last weighed. */
    private record Addition(BitSet bundle, double gain, double rate, int step) {}

    /**
     * A set that is at least as good and within the limits. Looks only at statements of which
     * something new is known, and at those that this changes.
     */
    BitSet from(BitSet start) {
        BitSet open = model.takeFresh();
        State state = trimmed(state(model.lean(start)), new BitSet());
        state = pruned(state, open);
        boolean better = true;
        while (better && weighed < MAX_WEIGHED) {
            State before = state;
            List<BitSet> near = near(open);
            state = pruned(before, filled(state, near));
            state = exchanged(state, near);
            if (model.isLimited()) {
                state = refilled(state);
            } else {
                open = differing(before, state);
            }
            better = state.price < before.price - least(before);
        }
        return state.set;
    }

    /**
     * A set that is at least as good, found by dropping a few options or forcing a bundle in and
     * betterment from there, over and over (iterated local search: Lourenço, Martin, Stützle 2003).
     *
     * @param number of the attempt: each tries others, the same every time
     */
    BitSet shaken(BitSet start, long number) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        List<Bundle> bundles = model.bundles();
        State best = state(start);
        for (int shake = 0; shake < SHAKES && weighed < MAX_WEIGHED_SHAKING; shake++) {
            BitSet to = (BitSet) best.set.clone();
            BitSet kept = new BitSet();
            if (!bundles.isEmpty() && random.nextBoolean()) {
                kept = bundles.get(random.nextInt(bundles.size())).options();
                to.or(kept);
            }
            int[] options = best.set.stream().toArray();
            for (int drop = random.nextInt(MAX_DROPPED + 1);
                    drop > 0 && options.length > 0;
                    drop--) {
                to.clear(options[random.nextInt(options.length)]);
            }
            to.or(kept);
            State shaken = trimmed(changed(best, model.lean(to)), kept);
            State better =
                    pruned(best, filled(pruned(best, shaken), near(differing(best, shaken))));
            best = fits(better) && better.price < best.price - least(best) ? better : best;
        }
        return best.set;
    }

    /**
     * What single bundles lead to, what each has no room for or makes needless dropped; those that
     * are cheaper than the start, the cheapest first.
     */
    List<Exchange> exchanges(BitSet start) {
        State state = state(start);
        List<Exchange> all = new ArrayList<>();
        List<BitSet> bundles = model.bundles().stream().map(Bundle::options).toList();
        for (BitSet bundle : promising(state, bundles)) {
            State with = with(state, bundle);
            State forced = with.price < state.price ? forced(state, with, bundle) : with;
            if (fits(forced) && forced.price < state.price - least(state)) {
                all.add(new Exchange(forced.set, state.price - forced.price));
            }
        }
        all.sort(
                Comparator.comparingDouble((Exchange e) -> -e.gain())
                        .thenComparing(e -> e.to().toLongArray(), Arrays::compare));
        return all;
    }

    /**
     * A step to another set.
     *
     * @param gain that the plans that are known promise
     */
    record Exchange(BitSet to, double gain) {}

    private static double least(State state) {
        return LEAST_GAIN * Math.abs(state.price);
    }

    private State state(BitSet set) {
        Likeness some = model.likeness((BitSet) set.clone());
        int[] plans = new int[model.tables().size()];
        double price = 0;
        long bytes = 0;
        double upkeep = 0;
        for (int option = set.nextSetBit(0); option >= 0; option = set.nextSetBit(option + 1)) {
            price += model.price(option);
            bytes += model.bytes(option);
            upkeep += model.upkeep(option);
        }
        double ended = model.ended().of(set);
        price += ended;
        upkeep += ended;
        for (int place = 0; place < plans.length; place++) {
            PlanTable table = model.tables().get(place);
            plans[place] = table.cheapest(some);
            price += table.plan(plans[place]).cost();
        }
        return new State(some, plans, price, bytes, upkeep);
    }

    private boolean fits(State state) {
        return model.fits(state.set.cardinality(), state.bytes, state.upkeep);
    }

    /** The state with other options, worked out from those that changed. */
    private State changed(State from, BitSet to) {
        weighed++;
        BitSet changed = (BitSet) from.set.clone();
        changed.xor(to);
        double price = from.price;
        long bytes = from.bytes;
        double upkeep = from.upkeep;
        for (int o = changed.nextSetBit(0); o >= 0; o = changed.nextSetBit(o + 1)) {
            int sign = to.get(o) ? 1 : -1;
            price += sign * model.price(o);
            bytes += sign * model.bytes(o);
            upkeep += sign * model.upkeep(o);
        }
        double ended = model.ended().more(to, from.set, changed);
        price += ended;
        upkeep += ended;
        Likeness some = model.likeness(to);
        BitSet fresh = (BitSet) some.alike().clone();
        fresh.andNot(from.alike);
        BitSet gone = (BitSet) from.alike.clone();
        gone.andNot(some.alike());
        changed.or(fresh);
        changed.or(gone);
        int[] plans = from.plans.clone();
        BitSet touched = model.touched(changed);
        int[] news = fresh.stream().toArray();
        for (int place = touched.nextSetBit(0); place >= 0; place = touched.nextSetBit(place + 1)) {
            PlanTable table = model.tables().get(place);
            int old = plans[place];
            plans[place] = table.cheapest(some, news, old);
            price += table.plan(plans[place]).cost() - table.plan(old).cost();
        }
        return new State(some, plans, price, bytes, upkeep);
    }

    private State without(State state, int option) {
        BitSet to = (BitSet) state.set.clone();
        to.clear(option);
        return changed(state, to);
    }

    /** Without those of its options that the bundle serves; the bundle itself stays. */
    private State with(State state, BitSet bundle) {
        return changed(state, model.lean(state.set, bundle));
    }

    /** Drops what loses least until the set fits, but nothing of what is kept. */
    private State trimmed(State start, BitSet kept) {
        State state = start;
        while (!fits(state)) {
            State best = null;
            double least = Double.POSITIVE_INFINITY;
            for (int i = state.set.nextSetBit(0); i >= 0; i = state.set.nextSetBit(i + 1)) {
                if (!kept.get(i)) {
                    State without = without(state, i);
                    double loss = (without.price - state.price) / freed(state, without);
                    if (loss < least) {
                        least = loss;
                        best = without;
                    }
                }
            }
            if (best == null) {
                return state;
            }
            state = best;
        }
        return state;
    }

    /** How much of what there is too much of goes away, never 0. */
    private double freed(State state, State without) {
        if (state.bytes > model.limits().maxBytes()) {
            return Math.max(1, state.bytes - without.bytes);
        }
        if (state.upkeep > model.limits().maxUpkeep()) {
            return Math.max(Double.MIN_NORMAL, state.upkeep - without.upkeep);
        }
        return 1;
    }

    /** What has a bundle more, without what it has no room for or makes needless. */
    private State forced(State before, State with, BitSet bundle) {
        return pruned(before, trimmed(with, bundle));
    }

    /** Drops what is not worth its price, of what statements at some places may use. */
    private State pruned(State start, BitSet places) {
        State state = start;
        for (int i = start.set.nextSetBit(0); i >= 0; i = start.set.nextSetBit(i + 1)) {
            if (model.touches(i, places)) {
                State without = without(state, i);
                state = without.price <= state.price ? without : state;
            }
        }
        return state;
    }

    /** The same of what a change can have made needless: what the changed plans may need. */
    private State pruned(State before, State start) {
        BitSet differing = differing(before, start);
        State state = start;
        for (int i = start.set.nextSetBit(0); i >= 0; i = start.set.nextSetBit(i + 1)) {
            if (!before.set.get(i) || model.touches(i, differing)) {
                State without = without(state, i);
                state = without.price <= state.price ? without : state;
            }
        }
        return state;
    }

    /** The places of the statements whose plans differ. */
    private static BitSet differing(State one, State other) {
        BitSet differing = new BitSet();
        for (int place = 0; place < one.plans.length; place++) {
            if (one.plans[place] != other.plans[place]) {
                differing.set(place);
            }
        }
        return differing;
    }

    /**
     * Adds bundles, those that gain most for what is limited first, while they gain and fit; lazily
     * (Minoux 1978), since gains mostly fall.
     */
    private State filled(State start, List<BitSet> bundles) {
        PriorityQueue<Addition> queue =
                new PriorityQueue<>(
                        Comparator.comparingDouble((Addition a) -> -a.rate())
                                .thenComparing(a -> a.bundle().toLongArray(), Arrays::compare));
        for (BitSet bundle : bundles) {
            Addition addition = weighed(start, bundle, 0);
            if (addition.gain() > least(start)) {
                queue.add(addition);
            }
        }
        State state = start;
        int step = 0;
        while (!queue.isEmpty() && weighed < MAX_WEIGHED) {
            Addition addition = queue.remove();
            if (addition.step() == step) {
                state = with(state, addition.bundle());
                step++;
                continue;
            }
            Addition again = weighed(state, addition.bundle(), step);
            if (again.gain() > least(state)) {
                queue.add(again);
            }
        }
        return state;
    }

    private Addition weighed(State state, BitSet bundle, int step) {
        if (PlanTree.isSubset(bundle, state.set)) {
            return new Addition(bundle, 0, 0, step);
        }
        State with = with(state, bundle);
        double gain = fits(with) ? state.price - with.price : 0;
        return new Addition(bundle, gain, gain / taken(state, with), step);
    }

    /** How much of the limit a change takes; 1 where none is. */
    private double taken(State state, State with) {
        return model.limits().maxBytes() < Long.MAX_VALUE
                ? Math.max(1, with.bytes - state.bytes)
                : 1;
    }

    /** Each bundle in the place of what is then least worth its place. */
    private State exchanged(State start, List<BitSet> bundles) {
        State best = start;
        for (BitSet bundle : promising(start, bundles)) {
            if (weighed < MAX_WEIGHED && !PlanTree.isSubset(bundle, best.set)) {
                State forced = forced(best, with(best, bundle), bundle);
                best = fits(forced) && forced.price < best.price - least(best) ? forced : best;
            }
        }
        return best;
    }

    /** Bundles by what they would gain if there were room, the most first. */
    private List<BitSet> promising(State state, List<BitSet> bundles) {
        List<Addition> additions = new ArrayList<>();
        for (BitSet bundle : bundles) {
            if (!PlanTree.isSubset(bundle, state.set)) {
                State with = with(state, bundle);
                double gain = state.price - with.price;
                additions.add(new Addition(bundle, gain, gain / taken(state, with), 0));
            }
        }
        additions.sort(
                Comparator.comparingDouble((Addition a) -> -a.rate())
                        .thenComparing(a -> a.bundle().toLongArray(), Arrays::compare));
        return additions.stream().limit(MAX_EXCHANGED).map(Addition::bundle).toList();
    }

    /** Each option dropped, and each table's options, and the room filled anew. */
    private State refilled(State start) {
        Set<BitSet> dropped = new LinkedHashSet<>();
        for (int i = start.set.nextSetBit(0); i >= 0; i = start.set.nextSetBit(i + 1)) {
            dropped.add(Evaluation.only(i));
            dropped.add(model.onTableOf(i));
        }
        State best = start;
        for (BitSet some : dropped) {
            best = anew(best, some);
        }
        return best;
    }

    private State anew(State state, BitSet dropped) {
        if (weighed >= MAX_WEIGHED || !dropped.intersects(state.set)) {
            return state;
        }
        BitSet to = (BitSet) state.set.clone();
        to.andNot(dropped);
        State without = changed(state, to);
        State refilled = pruned(state, filled(without, near(differing(state, without))));
        return refilled.price < state.price - least(state) ? refilled : state;
    }

    /** Bundles that statements at some places may use. */
    private List<BitSet> near(BitSet places) {
        return model.bundles().stream()
                .filter(bundle -> bundle.places().intersects(places))
                .map(Bundle::options)
                .toList();
    }
}
