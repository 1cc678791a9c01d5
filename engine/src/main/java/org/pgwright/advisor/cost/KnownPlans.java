package org.pgwright.advisor.cost;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plans of one text that the planner was asked for, and what follows from them.
 *
 * <p>What is cheapest of some plans is at least as cheap as what is cheapest of fewer. So a plan
 * costs at most as much as any known one whose options are all on, and at least as much as any
 * known one that was chosen from more. Where both are the same, the planner need not be asked: a
 * plan that used the options U when those of C were on is the best one for every C' between U and C
 * as well. That needs the configurations to give the planner the same estimates, so they have to
 * tell it the same (see {@link Relevance#tells}).
 */
final class KnownPlans {
    /** EXPLAIN rounds costs to two decimals. */
    private static final double ROUNDING = 0.011;

    /** A plan's cost, and the options that it uses. */
    record Known(BitSet configuration, BitSet used, BitSet told, double cost) {}

    private final Map<BitSet, Known> exact = new HashMap<>();
    private final List<Known> all = new ArrayList<>();

    /**
     * @param configuration the options that are on, relevant ones only
     * @param told what they tell the planner
     */
    Optional<Known> find(BitSet configuration, BitSet told) {
        Known known = exact.get(configuration);
        if (known != null) {
            return Optional.of(known);
        }
        Known best = null;
        for (Known candidate : all) {
            if ((best == null || candidate.cost < best.cost)
                    && candidate.told.equals(told)
                    && isSubset(candidate.used, configuration)) {
                best = candidate;
            }
        }
        if (best != null && best.cost <= atLeast(configuration, told) + ROUNDING) {
            exact.put((BitSet) configuration.clone(), best);
            return Optional.of(best);
        }
        return Optional.empty();
    }

    /** What the text costs at least under a configuration: 0 where that is not known. */
    double atLeast(BitSet configuration, BitSet told) {
        double bound = 0;
        for (Known candidate : all) {
            if (candidate.cost > bound
                    && candidate.told.equals(told)
                    && isSubset(configuration, candidate.configuration)) {
                bound = candidate.cost;
            }
        }
        return bound;
    }

    /** What the text costs at most under a configuration, by what is known. */
    double atMost(BitSet configuration) {
        double bound = Double.POSITIVE_INFINITY;
        for (Known candidate : all) {
            if (candidate.cost < bound && isSubset(candidate.used, configuration)) {
                bound = candidate.cost;
            }
        }
        return bound;
    }

    List<Known> all() {
        return List.copyOf(all);
    }

    void add(Known known) {
        exact.put(known.configuration, known);
        all.add(known);
    }

    static boolean isSubset(BitSet small, BitSet large) {
        for (int i = small.nextSetBit(0); i >= 0; i = small.nextSetBit(i + 1)) {
            if (!large.get(i)) {
                return false;
            }
        }
        return true;
    }
}
