package org.pgwright.twin.analysis;

import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;
import org.pgwright.workload.Token.Kind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A statement's text on its way to one that the server takes.
 *
 * <p>Its parameters have working numbers: those of the statement, and new ones for what stands in
 * for several. The server is sent numbers without gaps.
 *
 * @param origins the statement's number for each new one
 * @param declared types that the server is told because it cannot find them out
 */
record Draft(String sql, Map<Integer, Integer> origins, SortedMap<Integer, String> declared) {
    /** The protocol has no more parameters than this. */
    private static final int MAX_NUMBER = 65_535;

    Draft {
        origins = Map.copyOf(origins);
        declared = new TreeMap<>(declared);
    }

    static Draft of(String sql) {
        return new Draft(sql, Map.of(), new TreeMap<>());
    }

    /** The tokens that mean something; the server's positions are told by them. */
    List<Token> tokens() {
        return SqlLexer.significantTokens(sql);
    }

    /** The working numbers that occur, in order. */
    List<Integer> numbers() {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (Token token : tokens()) {
            if (token.kind() == Kind.PARAMETER) {
                numbers.add(number(token));
            }
        }
        return new ArrayList<>(numbers);
    }

    /** The text with parameters numbered from 1 without gaps, in the order of {@link #numbers}. */
    String sent() {
        List<Integer> numbers = numbers();
        Map<Integer, String> renumbered = new HashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            renumbered.put(numbers.get(i), "$" + (i + 1));
        }
        return StatementText.replaceParameters(sql, renumbered);
    }

    /** What the server is told of each parameter sent. */
    List<String> sentTypes() {
        return declared.isEmpty()
                ? List.of()
                : numbers().stream()
                        .map(number -> declared.getOrDefault(number, "unknown"))
                        .toList();
    }

    /**
     * The text as others can plan it, with casts that tell the types the server cannot find out.
     */
    String plannable() {
        Map<Integer, String> casts = new HashMap<>();
        declared.forEach((number, type) -> casts.put(number, "$" + number + "::" + type));
        return withText(StatementText.replaceParameters(sql, casts)).sent();
    }

    /** The text with literals for the parameters whose working numbers are given. */
    Draft filledWith(Map<Integer, String> literals) {
        return withText(StatementText.replaceParameters(sql, literals));
    }

    /** The statement's own number of a parameter. */
    int origin(int number) {
        return origins.getOrDefault(number, number);
    }

    Draft withText(String newSql) {
        return new Draft(newSql, origins, declared);
    }

    Draft declaring(Collection<Integer> numbers, String type) {
        SortedMap<Integer, String> more = new TreeMap<>(declared);
        numbers.forEach(number -> more.put(number, type));
        return new Draft(sql, origins, more);
    }

    static int number(Token parameter) {
        String digits = parameter.text().substring(1);
        int number = digits.length() > 5 ? MAX_NUMBER + 1 : Integer.parseInt(digits);
        if (number < 1 || number > MAX_NUMBER) {
            throw new RejectedStatement("a parameter has a number that none can have");
        }
        return number;
    }
}
