package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.List;
import java.util.SortedSet;

/**
 * What an expression depends on, seen from the level that it stands in.
 *
 * @param own the columns of its own level
 * @param outer the columns of levels around it
 * @param parameters the numbers of its parameters
 * @param isVolatile whether it calls a function that gives something else for every row
 * @param isStable whether it calls a function that gives the same within a statement only
 * @param isMoment whether the present moment has a say in it
 * @param isNested whether a query in it uses columns of its own level
 */
record Value(
        TreeValue expression,
        List<Node> own,
        List<Node> outer,
        SortedSet<Integer> parameters,
        boolean isVolatile,
        boolean isStable,
        boolean isMoment,
        boolean isNested) {
    /** Whether it is known before the level's tables are read. */
    boolean isKnown() {
        return own.isEmpty() && !isVolatile;
    }

    /** Whether it is a moment that {@code now()} or the like tells, whatever the row. */
    boolean isOfTheMoment() {
        return isMoment && isKnown() && outer.isEmpty();
    }

    /** Its parameter where it has exactly one. */
    @Nullable Integer parameter() {
        return parameters.size() == 1 ? parameters.first() : null;
    }
}
