package org.pgwright.collector;

import org.pgwright.observation.PlanCandidate;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A statement as it can be given to a planner.
 *
 * @param names every name in it, of whatever
 * @param symbols every operator that it may call
 */
record PlannableText(
        int statementId, String sql, int parameters, Set<String> names, Set<String> symbols) {
    private static final Set<String> KINDS =
            Set.of("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE");

    /** What words such as IN, BETWEEN and LIKE stand for. */
    private static final Set<String> BY_WORDS =
            Set.of(
                    "=", "<>", "<", "<=", ">", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "||",
                    "-", "+");

    /** A statement of more has them from a program that has no end of such statements. */
    private static final int MOST_PARAMETERS = 1_000;

    private static final int LONGEST = 100_000;

    PlannableText {
        names = Set.copyOf(names);
        symbols = Set.copyOf(symbols);
    }

    /** Nothing for a text that is none of one query or change. */
    static Optional<PlannableText> of(PlanCandidate candidate) {
        String sql = StatementText.mended(candidate.text());
        boolean isPlannable =
                sql.length() <= LONGEST
                        && StatementText.isSingle(sql)
                        && KINDS.contains(StatementText.firstKeyword(sql))
                        && StatementText.parameterCount(sql) <= MOST_PARAMETERS;
        return isPlannable
                ? Optional.of(
                        new PlannableText(
                                candidate.statementId(),
                                sql,
                                StatementText.parameterCount(sql),
                                StatementText.mentionedNames(sql),
                                symbols(sql)))
                : Optional.empty();
    }

    private static Set<String> symbols(String sql) {
        Set<String> symbols = new TreeSet<>(BY_WORDS);
        SqlLexer.significantTokens(sql).stream()
                .filter(token -> token.kind() == Token.Kind.OPERATOR)
                .forEach(token -> symbols.add(token.text()));
        return symbols;
    }

    boolean mentionsAnyOf(Set<String> refused) {
        Set<String> mentioned = new HashSet<>(names);
        mentioned.addAll(symbols);
        mentioned.retainAll(refused);
        return !mentioned.isEmpty();
    }
}
