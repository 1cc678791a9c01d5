package org.pgwright.workload;

import org.pgwright.workload.Token.Kind;

import java.util.List;

/**
 * Marks the lists of constants in a normalised text as PostgreSQL 18 does in pg_stat_statements:
 * {@code in ($1 /*, ... *}{@code /)}, so that it can be planned with several values. How many there
 * were is not known of it.
 */
public final class ListMarks {
    private static final String MARK = " /*, ... */";

    private ListMarks() {}

    /** The text with marks; its hash stays the same. */
    public static String in(String normalized) {
        List<Token> tokens =
                SqlLexer.tokens(normalized).stream()
                        .filter(token -> token.kind() != Kind.COMMENT)
                        .toList();
        StringBuilder marked = new StringBuilder(normalized.length());
        for (int i = 0; i < tokens.size(); i++) {
            marked.append(tokens.get(i).text());
            if (tokens.get(i).kind() == Kind.PARAMETER && isAlone(tokens, i)) {
                marked.append(MARK);
            }
        }
        return marked.toString();
    }

    /** Whether a parameter is all that is in a list. */
    private static boolean isAlone(List<Token> tokens, int at) {
        if (at < 2 || at + 1 >= tokens.size()) {
            return false;
        }
        Token opening = tokens.get(at - 1);
        Token closing = tokens.get(at + 1);
        Token word = wordBefore(tokens, at - 1);
        return (opening.is("(") && closing.is(")") && word.isWord("in"))
                || (opening.is("[") && closing.is("]") && word.isWord("array"));
    }

    /** Past one blank, as normalised texts have at most. */
    private static Token wordBefore(List<Token> tokens, int at) {
        Token before = tokens.get(at - 1);
        return before.kind() == Kind.WHITESPACE && at >= 2 ? tokens.get(at - 2) : before;
    }
}
