package org.pgwright.twin.analysis;

import org.pgwright.workload.Token;
import org.pgwright.workload.Token.Kind;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/** Says which parameters a refusal may be about, the likeliest first. */
final class TypeGuesses {
    /** What constants are mostly of, the likeliest first. */
    static final List<String> TYPES =
            List.of(
                    "integer",
                    "text",
                    "numeric",
                    "interval",
                    "timestamp with time zone",
                    "date",
                    "bigint",
                    "double precision",
                    "jsonb",
                    "boolean",
                    "text[]",
                    "integer[]",
                    "bigint[]",
                    "double precision[]",
                    "uuid",
                    "uuid[]",
                    "timestamp without time zone");

    /** What parameters are of that are compared with a column, and with nothing of a known type. */
    static final List<String> COMPARED_TYPES =
            List.of(
                    "text",
                    "bigint",
                    "numeric",
                    "timestamp with time zone",
                    "date",
                    "boolean",
                    "uuid",
                    "jsonb",
                    "interval",
                    "text[]",
                    "bigint[]",
                    "uuid[]",
                    "inet",
                    "bytea");

    /** How far around a token of no known kind parameters are looked for. */
    private static final int NEAR = 6;

    private final List<Token> tokens;

    TypeGuesses(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param at the token that the refusal points at
     * @return sets of parameters' working numbers; each set is of one type
     */
    List<Set<Integer>> around(int at) {
        Set<Set<Integer>> guesses = new LinkedHashSet<>();
        Token token = tokens.get(at);
        if (token.kind() == Kind.OPERATOR) {
            guesses.add(besides(at + 1, 1));
            guesses.add(besides(at - 1, -1));
        } else if (opens(at + 1)) {
            call(at + 1, guesses);
        }
        guesses.add(within(at, Math.min(tokens.size(), at + NEAR), index -> true));
        guesses.add(within(Math.max(0, at - NEAR), at, index -> true));
        guesses.removeIf(Set::isEmpty);
        return List.copyOf(guesses);
    }

    private boolean opens(int index) {
        return index < tokens.size() && tokens.get(index).is("(");
    }

    /** The parameter at a place, or those in the parentheses that begin or end there. */
    private Set<Integer> besides(int index, int direction) {
        if (index < 0 || index >= tokens.size()) {
            return Set.of();
        }
        if (tokens.get(index).is(direction > 0 ? "(" : ")")) {
            int other = matching(index, direction);
            return within(Math.min(index, other), Math.max(index, other) + 1, place -> true);
        }
        return within(index, index + 1, place -> true);
    }

    /** A call's results of CASE, its arguments, and all that is in it. */
    private void call(int open, Set<Set<Integer>> guesses) {
        int end = matching(open, 1) + 1;
        guesses.add(within(open, end, this::isResult));
        guesses.add(within(open, end, this::isArgument));
        guesses.add(within(open, end, index -> true));
    }

    private boolean isResult(int index) {
        return tokens.get(index - 1).isWord("then") || tokens.get(index - 1).isWord("else");
    }

    private boolean isArgument(int index) {
        boolean begins = tokens.get(index - 1).is("(") || tokens.get(index - 1).is(",");
        Token next = tokens.get(Math.min(index + 1, tokens.size() - 1));
        return begins && (next.is(",") || next.is(")"));
    }

    private Set<Integer> within(int from, int to, IntPredicate wanted) {
        Set<Integer> numbers = new LinkedHashSet<>();
        for (int i = Math.max(from, 0); i < Math.min(to, tokens.size()); i++) {
            if (tokens.get(i).kind() == Kind.PARAMETER && i > 0 && wanted.test(i)) {
                numbers.add(Draft.number(tokens.get(i)));
            }
        }
        return numbers;
    }

    /** The parenthesis that belongs to one; the text's end or start where there is none. */
    private int matching(int parenthesis, int direction) {
        int depth = 0;
        for (int i = parenthesis; i >= 0 && i < tokens.size(); i += direction) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")")) {
                depth--;
            }
            if (depth == 0) {
                return i;
            }
        }
        return direction > 0 ? tokens.size() - 1 : 0;
    }

    /** Whether a token stands next to one of the parameters. */
    boolean touches(int token, Set<Integer> numbers) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.PARAMETER
                    && numbers.contains(Draft.number(tokens.get(i)))) {
                places.add(i);
            }
        }
        return places.stream().anyMatch(place -> Math.abs(place - token) <= 2);
    }
}
