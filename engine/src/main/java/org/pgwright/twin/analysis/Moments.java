package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.twin.analysis.TreeValue.Node;

import java.util.List;
import java.util.Set;

/** Knows what gives the present moment: another one in every transaction or statement. */
final class Moments {
    private static final Set<String> FUNCTIONS =
            Set.of("now", "transaction_timestamp", "statement_timestamp");

    /** {@code SQLValueFunctionOp}, in its order; those behind them tell of the session. */
    private static final List<String> WORDS =
            List.of(
                    "CURRENT_DATE",
                    "CURRENT_TIME",
                    "CURRENT_TIME",
                    "CURRENT_TIMESTAMP",
                    "CURRENT_TIMESTAMP",
                    "LOCALTIME",
                    "LOCALTIME",
                    "LOCALTIMESTAMP",
                    "LOCALTIMESTAMP");

    private Moments() {}

    static boolean tells(FunctionFacts function) {
        return function.schema().equals("pg_catalog") && FUNCTIONS.contains(function.name());
    }

    /** The word of SQL that a node stands for, without a precision; null if it is none of these. */
    static @Nullable String word(Node node) {
        if (!node.is("SQLVALUEFUNCTION")) {
            return null;
        }
        int operation = node.index("op");
        return operation >= 0 && operation < WORDS.size() ? WORDS.get(operation) : null;
    }
}
