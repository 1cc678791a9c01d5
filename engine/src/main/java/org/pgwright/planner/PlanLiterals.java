package org.pgwright.planner;

import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.Set;

/** Hides the literals in a plan's conditions, which are user data. */
final class PlanLiterals {
    private static final String HIDDEN = "?";

    /** Details that EXPLAIN words itself; everything else is an expression. */
    private static final Set<String> WORDS =
            Set.of(
                    "Join Type",
                    "Strategy",
                    "Partial Mode",
                    "Command",
                    "Operation",
                    "Scan Direction",
                    "Parallel Aware",
                    "Async Capable",
                    "Subplan Name",
                    "Custom Plan Provider");

    private PlanLiterals() {}

    /** Whether a detail is what EXPLAIN words itself, and puts into the head of a node as TEXT. */
    static boolean isWorded(String detail) {
        return WORDS.contains(detail);
    }

    static String masked(String detail, String value) {
        if (isWorded(detail)) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        new SqlLexer(value)
                .forEachRemaining(token -> text.append(isLiteral(token) ? HIDDEN : token.text()));
        return text.toString();
    }

    private static boolean isLiteral(Token token) {
        return switch (token.kind()) {
            case STRING, BIT_STRING, NUMBER, UNTERMINATED_STRING -> true;
            case WHITESPACE,
                    COMMENT,
                    WORD,
                    QUOTED_IDENTIFIER,
                    PARAMETER,
                    OPERATOR,
                    PUNCTUATION,
                    OTHER,
                    UNTERMINATED_IDENTIFIER,
                    UNTERMINATED_COMMENT ->
                    false;
        };
    }
}
