package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference.Operator;

import java.util.List;

/**
 * A condition on a column, with what it is compared with.
 *
 * @param families the operator families that know the operator
 * @param value what the column is compared with, absent for tests such as IS NULL
 * @param parameter the number of the one parameter in the value, null for none or several
 * @param alternative whether it stands in an OR branch
 * @param derived whether it follows from another condition and an equality of two columns
 */
record Condition(
        Relation.Column column,
        Operator operator,
        String symbol,
        List<String> families,
        TreeValue value,
        @Nullable Integer parameter,
        boolean alternative,
        boolean derived) {
    Condition {
        families = List.copyOf(families);
    }

    /** The same condition on a column that equals this one's. */
    Condition derivedFor(Relation.Column equal) {
        return new Condition(
                equal, operator, symbol, families, value, parameter, alternative, true);
    }

    Condition asAlternative() {
        return new Condition(column, operator, symbol, families, value, parameter, true, derived);
    }
}
