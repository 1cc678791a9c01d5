package org.pgwright.workload;

import org.pgwright.workload.Token.Kind;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be said of a statement from its text alone, token by token and without a parser. Never
 * throws on any text.
 */
public final class StatementText {
    private static final Set<String> PLANNABLE =
            Set.of("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE");

    private StatementText() {}

    /**
     * Whether the text is exactly one statement, possibly with semicolons and comments after it.
     * False for a text that ends inside of a string, name or comment: what is put after it would
     * become part of it.
     */
    public static boolean isSingle(String sql) {
        boolean statement = false;
        boolean ended = false;
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            if (token.isUnterminated() || (ended && isPart(token))) {
                return false;
            }
            statement |= isPart(token);
            ended |= statement && token.is(";");
        }
        return statement;
    }

    private static boolean isPart(Token token) {
        return token.isSignificant() && !token.is(";");
    }

    /** The text without the semicolons, comments and white space at its end. */
    public static String withoutTrailingSemicolon(String sql) {
        int end = 0;
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            end = isPart(token) ? token.end() : end;
        }
        return sql.substring(0, end);
    }

    /**
     * The first word after comments and parentheses, in upper case: {@code SELECT}, {@code WITH},
     * {@code VACUUM}. Empty if the text does not begin with a word.
     */
    public static String firstKeyword(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            if (token.kind() == Kind.WORD) {
                return token.text().toUpperCase(Locale.ROOT);
            }
            if (token.isSignificant() && !token.is("(") && !token.is(";")) {
                return "";
            }
        }
        return "";
    }

    /** Whether the statement has a plan: a query or a change of rows, no utility statement. */
    public static boolean isPlannable(String sql) {
        return PLANNABLE.contains(firstKeyword(sql));
    }

    /**
     * The text that has a plan: the statement itself; of PREPARE, DECLARE ... CURSOR, CREATE TABLE
     * ... AS and COPY (...) the query in them; empty for any other.
     *
     * <p>pg_stat_statements shows the executions of a prepared statement under the text of its
     * PREPARE, and those of a cursor under its DECLARE.
     */
    public static Optional<String> plannablePart(String sql) {
        return PlannablePart.of(sql);
    }

    /**
     * A text of pg_stat_statements as SQL that a server takes: it replaces constants where they
     * begin, whatever is around them, so that {@code date'2026-01-01'} becomes {@code date$1},
     * which reads as a name. Other texts stay as they are. What stays for others to mend is where
     * the grammar has no parameter, as in {@code date $1}.
     */
    public static String mended(String shown) {
        return MendedText.of(shown);
    }

    /** What a statement without a plan does, as the reason for skipping it. */
    public static String utilityKind(String sql) {
        return UtilityKind.of(firstKeyword(sql));
    }

    /**
     * Every name that the statement mentions, as the server folds it: in lower case unless quoted,
     * cut to 63 bytes, all parts of qualified names, also names of functions, types and aliases and
     * the keywords that may be names. Names inside of strings are not among them.
     */
    public static Set<String> mentionedNames(String sql) {
        List<Token> tokens = SqlLexer.significantTokens(sql);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean qualified = i > 0 && tokens.get(i - 1).is(".");
            switch (token.kind()) {
                case WORD -> {
                    if (qualified || !Keywords.isReserved(Names.lowerCase(token.text()))) {
                        names.add(Names.folded(token.text()));
                    }
                }
                case QUOTED_IDENTIFIER, UNTERMINATED_IDENTIFIER ->
                        names.add(Names.unquoted(token.text(), escape(tokens, i)));
                case WHITESPACE,
                        COMMENT,
                        STRING,
                        BIT_STRING,
                        NUMBER,
                        PARAMETER,
                        OPERATOR,
                        PUNCTUATION,
                        OTHER,
                        UNTERMINATED_STRING,
                        UNTERMINATED_COMMENT -> {}
            }
        }
        return names;
    }

    private static char escape(List<Token> tokens, int identifier) {
        if (identifier + 2 < tokens.size() && tokens.get(identifier + 1).isWord("uescape")) {
            String character = tokens.get(identifier + 2).text();
            if (character.length() == 3 && character.charAt(0) == '\'') {
                return character.charAt(1);
            }
        }
        return '\\';
    }

    /**
     * The highest parameter number, 0 without parameters. It is what the text says, up to {@link
     * Integer#MAX_VALUE}: no measure for memory.
     */
    public static int parameterCount(String sql) {
        int highest = 0;
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            if (token.kind() == Kind.PARAMETER) {
                highest = Math.max(highest, parameterNumber(token));
            }
        }
        return highest;
    }

    /**
     * The text with other text for its parameters, set apart by blanks where it would run into its
     * neighbours. Never replaces inside of strings, names and comments; a parameter without a
     * replacement stays.
     *
     * @param replacements SQL text by parameter number, put in as it is
     */
    public static String replaceParameters(String sql, Map<Integer, String> replacements) {
        StringBuilder replaced = new StringBuilder(sql.length());
        boolean touching = false;
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            String replacement =
                    token.kind() == Kind.PARAMETER
                            ? replacements.get(parameterNumber(token))
                            : null;
            if (replacement != null) {
                boolean apart =
                        replaced.isEmpty() || separates(replaced.charAt(replaced.length() - 1));
                replaced.append(apart ? "" : " ").append(replacement);
            } else {
                replaced.append(touching && !separates(token.text().charAt(0)) ? " " : "");
                replaced.append(token.text());
            }
            touching = replacement != null;
        }
        return replaced.toString();
    }

    private static boolean separates(char c) {
        return Characters.isSpace(c) || "()[],;".indexOf(c) >= 0;
    }

    static int parameterNumber(Token parameter) {
        String digits = parameter.text().substring(1);
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (number > (Integer.MAX_VALUE - digit) / 10) {
                return Integer.MAX_VALUE;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /**
     * The statements of an SQL file with their lines, without psql's meta-commands and data.
     *
     * @see SqlScript#parts
     */
    public static List<SqlScript.Statement> split(String script) {
        return SqlScript.parts(script).stream()
                .filter(SqlScript.Statement.class::isInstance)
                .map(SqlScript.Statement.class::cast)
                .toList();
    }
}
