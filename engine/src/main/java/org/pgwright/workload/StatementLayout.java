package org.pgwright.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lays a statement out over lines for people: a line for each clause, what belongs to a subquery
 * further in. Changes white space only, never a token; a text that it cannot lay out so stays as it
 * is.
 */
public final class StatementLayout {
    private static final String STEP = "    ";

    /** Deeper than this, nothing moves further in. */
    private static final int DEEPEST = 20;

    private static final Set<String> CLAUSES =
            Set.of(
                    "select",
                    "from",
                    "where",
                    "group",
                    "order",
                    "having",
                    "limit",
                    "offset",
                    "union",
                    "intersect",
                    "except",
                    "values",
                    "set",
                    "returning",
                    "window",
                    "fetch",
                    "for");

    private static final Set<String> BEFORE_JOIN =
            Set.of("left", "right", "full", "inner", "cross", "natural", "outer");

    private static final Set<String> QUERIES = Set.of("select", "with", "values");

    private final List<Token> tokens;
    private final Set<Integer> spaced;
    private final StringBuilder text = new StringBuilder();
    private final Deque<Bracket> brackets = new ArrayDeque<>();

    /** What is open: a query, or a list, in which nothing is broken. */
    private static final class Bracket {
        private final boolean isQuery;
        private final int depth;
        private boolean isBetween;
        private int cases;

        private Bracket(boolean isQuery, int depth) {
            this.isQuery = isQuery;
            this.depth = depth;
        }
    }

    private StatementLayout(List<Token> tokens, Set<Integer> spaced) {
        this.tokens = tokens;
        this.spaced = spaced;
        brackets.push(new Bracket(true, 0));
    }

    /** The statement in lines. */
    public static String of(String sql) {
        List<Token> tokens = new ArrayList<>();
        Set<Integer> spaced = new HashSet<>();
        for (Token token : tokens(sql)) {
            if (token.isUnterminated()) {
                return sql;
            }
            if (token.kind() == Token.Kind.WHITESPACE) {
                spaced.add(tokens.size());
            } else {
                tokens.add(token);
            }
        }
        String laid = new StatementLayout(tokens, spaced).laid();
        // Two strings become one if only a line break stands between them.
        return texts(tokens(laid)).equals(texts(tokens)) ? laid : sql;
    }

    private static List<Token> tokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        new SqlLexer(sql).forEachRemaining(tokens::add);
        return tokens;
    }

    private static List<String> texts(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.kind() != Token.Kind.WHITESPACE)
                .map(Token::text)
                .toList();
    }

    private String laid() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is(")") && brackets.size() > 1) {
                boolean wasQuery = brackets.pop().isQuery;
                separate(i, wasQuery ? current().depth : -1);
            } else {
                separate(i, depthBefore(i));
            }
            text.append(token.text());
            note(i);
        }
        return text.toString();
    }

    private Bracket current() {
        return brackets.element();
    }

    /**
     * A line break, a space, or nothing.
     *
     * @param depth of a new line; less than 0 for none
     */
    private void separate(int i, int depth) {
        boolean isAfterLine = i > 0 && tokens.get(i - 1).text().startsWith("--");
        if (i > 0 && (depth >= 0 || isAfterLine)) {
            int in = depth >= 0 ? depth : current().depth + 1;
            text.append('\n').append(STEP.repeat(Math.min(in, DEEPEST)));
        } else if (i > 0 && spaced.contains(i)) {
            text.append(' ');
        }
    }

    private int depthBefore(int i) {
        Bracket open = current();
        if (!open.isQuery || i == 0) {
            return -1;
        }
        Token token = tokens.get(i);
        Token before = tokens.get(i - 1);
        if (before.is("(") || beginsClause(i)) {
            return open.depth;
        }
        boolean isLink = token.isWord("or") || (token.isWord("and") && !open.isBetween);
        return before.is(",") || (isLink && open.cases == 0) ? open.depth + 1 : -1;
    }

    private boolean beginsClause(int i) {
        Token token = tokens.get(i);
        Token before = tokens.get(i - 1);
        if (token.kind() != Token.Kind.WORD || before.is(".")) {
            return false;
        }
        String word = token.text().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "join" -> before.kind() != Token.Kind.WORD || !isBeforeJoin(before);
            case "from" -> !before.isWord("delete") && !before.isWord("distinct");
            case "set" -> !before.isWord("update");
            case String other when BEFORE_JOIN.contains(other) ->
                    leadsToJoin(i) && !isBeforeJoin(before);
            case String other -> CLAUSES.contains(other) && !isWithinClause(before, other);
        };
    }

    private static boolean isBeforeJoin(Token token) {
        return BEFORE_JOIN.contains(token.text().toLowerCase(Locale.ROOT));
    }

    private boolean leadsToJoin(int i) {
        int next = i;
        while (next < tokens.size() && isBeforeJoin(tokens.get(next))) {
            next++;
        }
        return next < tokens.size() && tokens.get(next).isWord("join");
    }

    /** Words that begin a clause elsewhere. */
    private static boolean isWithinClause(Token before, String word) {
        return switch (word) {
            case "group" -> before.isWord("within");
            case "values" -> before.isWord("default");
            default -> false;
        };
    }

    /** What is open after a token. */
    private void note(int i) {
        Token token = tokens.get(i);
        Bracket open = current();
        if (token.is("(")) {
            boolean isQuery =
                    i + 1 < tokens.size()
                            && QUERIES.contains(tokens.get(i + 1).text().toLowerCase(Locale.ROOT));
            brackets.push(new Bracket(isQuery, open.depth + 1));
        } else if (token.isWord("between")) {
            open.isBetween = true;
        } else if (token.isWord("and")) {
            open.isBetween = false;
        } else if (token.isWord("case")) {
            open.cases++;
        } else if (token.isWord("end") && open.cases > 0) {
            open.cases--;
        }
    }
}
