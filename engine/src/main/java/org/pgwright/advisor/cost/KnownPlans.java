package org.pgwright.advisor.cost;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plans of one text that the planner was asked for, and those that follow from them.
 *
 * <p>A plan that used the options U when those of C were on is the best one for every C' between U
 * and C as well: what was cheapest of more is cheapest of fewer. That needs C and C' to give the
 * planner the same estimates, so they have to tell it the same (see {@link Relevance#tells}).
 */
final class KnownPlans {
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
        for (Known candidate : all) {
            if (isSubset(candidate.used, configuration)
                    && isSubset(configuration, candidate.configuration)
                    && candidate.told.equals(told)) {
                exact.put((BitSet) configuration.clone(), candidate);
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
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
