package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Stable;

import java.util.List;

/**
 * A condition on a column.
 *
 * @param families the operator families that know the operator
 * @param parameter the slot of the one parameter that it is compared with, else null
 * @param alternative whether it stands in an OR branch
 * @param text the whole of it in SQL if it can be the predicate of a partial index, else null
 * @param stable what keeps it from an index where that is a function which is not immutable, else
 *     null
 * @param derived whether it follows from another condition and an equality of two columns
 */
record Condition(
        Relation.Column column,
        Operator operator,
        String symbol,
        List<String> families,
        @Nullable Integer parameter,
        boolean alternative,
        @Nullable String text,
        @Nullable Stable stable,
        boolean derived) {
    Condition {
        families = List.copyOf(families);
    }

    /** The same condition on a column that equals this one's. */
    Condition derivedFor(Relation.Column equal) {
        return new Condition(
                equal, operator, symbol, families, parameter, alternative, null, null, true);
    }
}
