package org.pgwright.advisor.selection;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.cost.StatementCosts.Costed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * What one statement costs under sets of options, by the plans that the planner made.
 *
 * <p>A plan is open to every set that has the options that it needs, or others in their place that
 * are taken to do the same. Where that proved wrong for the statement, it is not taken so again.
 */
final class PlanTable {
    private static final int[] NONE = {};

    /** Closer than what a somewhat wider index costs more. */
    private static final double SAME = 0.002;

    private static final Comparator<Plan> CHEAPEST_FIRST =
            Comparator.comparingDouble((Plan plan) -> plan.cost)
                    .thenComparingInt(plan -> plan.needed.length)
                    .thenComparing(plan -> plan.needed, Arrays::compare);

    /** Never changes once made. */
    static final class Plan {
        private final int[] needed;
        private final double cost;

        Plan(int[] needed, double cost) {
            this.needed = needed;
            this.cost = cost;
        }

        /** Of all the statement's calls. */
        double cost() {
            return cost;
        }

        BitSet needed() {
            BitSet set = new BitSet();
            for (int option : needed) {
                set.set(option);
            }
            return set;
        }
    }

    private final double weight;

    /** For each option, by id, those that are not taken in its place; null for none. */
    private @Nullable BitSet[] unlike = {};

    /** For each option, by id, the places of the plans that need it. */
    private int[][] placesByOption = {};

    private final List<Plan> plans = new ArrayList<>();
    private int taken;

    /**
     * @param weight calls of the statement
     * @param before the cost of one call without options
     */
    PlanTable(double weight, double before) {
        this.weight = weight;
        plans.add(new Plan(new int[0], weight * before));
    }

    /** The cheapest first; the last needs nothing. */
    Plan plan(int place) {
        return plans.get(place);
    }

    int size() {
        return plans.size();
    }

    /**
     * Takes up what the planner was asked meanwhile.
     *
     * @return whether a plan is among the answers that costs less than others which need no more
     */
    boolean learn(List<Costed> asked) {
        if (taken == asked.size()) {
            return false;
        }
        boolean learnt = false;
        for (; taken < asked.size(); taken++) {
            Costed costed = asked.get(taken);
            learnt |= add(new Plan(costed.used().stream().toArray(), weight * costed.cost()));
        }
        if (learnt) {
            plans.sort(CHEAPEST_FIRST);
            index();
        }
        return learnt;
    }

    /** Unless another that costs no more needs no more; in the place of those it does so for. */
    private boolean add(Plan plan) {
        for (Plan other : plans) {
            if (other.cost <= plan.cost && isSubset(other.needed, plan.needed)) {
                return false;
            }
        }
        plans.removeIf(other -> other.cost >= plan.cost && isSubset(plan.needed, other.needed));
        plans.add(plan);
        return true;
    }

    private void index() {
        int ids = 0;
        for (Plan plan : plans) {
            for (int option : plan.needed) {
                ids = Math.max(ids, option + 1);
            }
        }
        int[] counts = new int[ids];
        for (Plan plan : plans) {
            for (int option : plan.needed) {
                counts[option]++;
            }
        }
        placesByOption = new int[ids][];
        for (int option = 0; option < ids; option++) {
            placesByOption[option] = counts[option] == 0 ? NONE : new int[counts[option]];
        }
        for (int place = plans.size() - 1; place >= 0; place--) {
            for (int option : plans.get(place).needed) {
                placesByOption[option][--counts[option]] = place;
            }
        }
    }

    /** The place of the cheapest plan that is open to some options. */
    int cheapest(Likeness some) {
        int place = 0;
        while (!isOpen(plans.get(place), some)) {
            place++;
        }
        return place;
    }

    /**
     * The same, from the place of the cheapest plan that was open before.
     *
     * @param fresh what is there or taken to be there that was not before
     */
    int cheapest(Likeness some, int[] fresh, int before) {
        boolean stays = isOpen(plans.get(before), some);
        int best = stays ? before : plans.size();
        for (int option : fresh) {
            for (int place : option < placesByOption.length ? placesByOption[option] : NONE) {
                if (place >= best) {
                    break;
                }
                if (isOpen(plans.get(place), some)) {
                    best = place;
                }
            }
        }
        if (stays) {
            return best;
        }
        // What was closed before opens by what is fresh only.
        int place = before + 1;
        while (place < best && !isOpen(plans.get(place), some)) {
            place++;
        }
        return Math.min(place, best);
    }

    private boolean isOpen(Plan plan, Likeness some) {
        for (int option : plan.needed) {
            if (!some.alike().get(option) || !isThere(option, some)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(int option, Likeness some) {
        if (some.set().get(option) || option >= unlike.length) {
            return true;
        }
        BitSet wrong = unlike[option];
        if (wrong == null) {
            return true;
        }
        BitSet others = some.all().get(option);
        for (int o = others.nextSetBit(0); o >= 0; o = others.nextSetBit(o + 1)) {
            if (some.set().get(o) && !wrong.get(o)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes it that options do not stand in for others where the statement was found to cost more
     * than that.
     *
     * @param cost of all calls
     * @return whether something was taken otherwise
     */
    boolean correct(Likeness some, double cost) {
        boolean corrected = false;
        Plan lowest = plans.get(cheapest(some));
        while (lowest.cost < cost * (1 - SAME)) {
            boolean guessed = false;
            for (int option : lowest.needed) {
                if (!some.set().get(option)) {
                    tellApart(option, some.inPlaceOf(option));
                    guessed = true;
                }
            }
            if (!guessed) {
                return corrected;
            }
            corrected = true;
            lowest = plans.get(cheapest(some));
        }
        return corrected;
    }

    private void tellApart(int option, BitSet others) {
        if (option >= unlike.length) {
            unlike = Arrays.copyOf(unlike, option + 1);
        }
        BitSet known = unlike[option];
        if (known == null) {
            unlike[option] = others;
        } else {
            known.or(others);
        }
    }

    /** Of sorted options. */
    private static boolean isSubset(int[] small, int[] large) {
        int next = 0;
        for (int option : small) {
            while (next < large.length && large[next] < option) {
                next++;
            }
            if (next == large.length || large[next] != option) {
                return false;
            }
        }
        return true;
    }
}
