package org.pgwright.twin.analysis;

import java.util.Set;

/**
 * Where a condition stands.
 *
 * @param unfiltered entries whose rows it does not remove
 * @param isAlternative whether in an OR branch
 * @param negated whether below an odd number of NOTs
 */
record Place(Scope scope, Set<Integer> unfiltered, boolean isAlternative, boolean negated) {
    Place {
        unfiltered = Set.copyOf(unfiltered);
    }

    Place alternative() {
        return new Place(scope, unfiltered, true, negated);
    }

    Place negate() {
        return new Place(scope, unfiltered, isAlternative, !negated);
    }

    /** The same for a condition that the NOTs around it have been worked into. */
    Place unnegated() {
        return negated ? negate() : this;
    }

    /** Whether a condition here narrows what is read from the column's table. */
    boolean filters(Reach reach) {
        return reach.level() == 0 && reach.pushable() && !unfiltered.contains(reach.index());
    }
}
