package org.pgwright.workload;

import org.pgwright.workload.Token.Kind;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts SQL text into tokens exactly as PostgreSQL 14 to 18 do (manual, section 4.1; numbers as in
 * 16 and later). Takes linear time, never throws on any text, never changes it: the tokens put
 * together are the text.
 *
 * <p>Where a server would report an error, the pieces are still told apart: what is unterminated
 * has a kind of its own, and junk after a number begins the next token, as in 14.
 */
public final class SqlLexer implements Iterator<Token> {
    /** What a backslash means in a plain string: the setting standard_conforming_strings. */
    public enum Backslash {
        /** Nothing: the setting is on, as it is by default. */
        LITERAL,
        /** It escapes the character after it: the setting is off. */
        ESCAPE
    }

    private static final char END = '\0';

    private final String sql;
    private final Backslash backslash;
    private final OperatorScanner operators;
    private int position;

    public SqlLexer(String sql) {
        this(sql, Backslash.LITERAL);
    }

    public SqlLexer(String sql, Backslash backslash) {
        this.sql = sql;
        this.backslash = backslash;
        this.operators = new OperatorScanner(sql);
    }

    /** All tokens, white space and comments included. */
    public static List<Token> tokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        new SqlLexer(sql).forEachRemaining(tokens::add);
        return tokens;
    }

    /** The tokens that mean something: all but white space and comments. */
    public static List<Token> significantTokens(String sql) {
        List<Token> tokens = new ArrayList<>();
        new SqlLexer(sql)
                .forEachRemaining(
                        token -> {
                            if (token.isSignificant()) {
                                tokens.add(token);
                            }
                        });
        return tokens;
    }

    @Override
    public boolean hasNext() {
        return position < sql.length();
    }

    @Override
    public Token next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the text has ended");
        }
        int start = position;
        Kind kind = scan(sql.charAt(start));
        return new Token(kind, sql.substring(start, position), start);
    }

    /** Goes on after the text that a caller has read by itself; never goes back. */
    void skipTo(int newPosition) {
        position = Math.min(sql.length(), Math.max(position, newPosition));
    }

    private Kind scan(char c) {
        if (Characters.isSpace(c)) {
            return whitespace();
        }
        if (Characters.isIdentifierStart(c)) {
            return wordOrPrefixedString(c);
        }
        if (Characters.isDigit(c) || (c == '.' && Characters.isDigit(at(position + 1)))) {
            position = NumberScanner.end(sql, position);
            return Kind.NUMBER;
        }
        return switch (c) {
            case '\'' -> string(1, Kind.STRING, backslash == Backslash.ESCAPE);
            case '"' -> quotedIdentifier(1);
            case '$' -> dollar();
            case ',', '(', ')', '[', ']', ';' -> punctuation(1);
            case '.' -> punctuation(at(position + 1) == '.' ? 2 : 1);
            case ':' -> punctuation(at(position + 1) == ':' || at(position + 1) == '=' ? 2 : 1);
            default -> Characters.isOperator(c) ? commentOrOperator(c) : other();
        };
    }

    private char at(int index) {
        return index < sql.length() ? sql.charAt(index) : END;
    }

    private Kind whitespace() {
        while (position < sql.length() && Characters.isSpace(sql.charAt(position))) {
            position++;
        }
        return Kind.WHITESPACE;
    }

    private Kind punctuation(int length) {
        position += length;
        return Kind.PUNCTUATION;
    }

    private Kind other() {
        position++;
        return Kind.OTHER;
    }

    private Kind wordOrPrefixedString(char c) {
        if (at(position + 1) == '\'') {
            return switch (c) {
                case 'e', 'E' -> string(2, Kind.STRING, true);
                case 'n', 'N' -> string(2, Kind.STRING, backslash == Backslash.ESCAPE);
                case 'b', 'B', 'x', 'X' -> string(2, Kind.BIT_STRING, false);
                default -> word();
            };
        }
        if ((c == 'u' || c == 'U') && at(position + 1) == '&') {
            return switch (at(position + 2)) {
                case '\'' -> string(3, Kind.STRING, false);
                case '"' -> quotedIdentifier(3);
                default -> word();
            };
        }
        return word();
    }

    private Kind word() {
        while (position < sql.length() && Characters.isIdentifierPart(sql.charAt(position))) {
            position++;
        }
        return Kind.WORD;
    }

    private Kind string(int prefix, Kind kind, boolean escapes) {
        boolean doubling = kind == Kind.STRING;
        int end = StringScanner.end(sql, position + prefix, escapes, doubling);
        position = end < 0 ? sql.length() : end;
        return end < 0 ? Kind.UNTERMINATED_STRING : kind;
    }

    private Kind quotedIdentifier(int prefix) {
        int end = StringScanner.closing(sql, position + prefix, '"', false, true);
        position = end < 0 ? sql.length() : end;
        return end < 0 ? Kind.UNTERMINATED_IDENTIFIER : Kind.QUOTED_IDENTIFIER;
    }

    private Kind dollar() {
        int body = position + 1;
        while (Characters.isDigit(at(body))) {
            body++;
        }
        if (body > position + 1) {
            position = body;
            return Kind.PARAMETER;
        }
        int delimiter = StringScanner.dollarDelimiterEnd(sql, position);
        if (delimiter < 0) {
            return other();
        }
        int close = sql.indexOf(sql.substring(position, delimiter), delimiter);
        int length = delimiter - position;
        position = close < 0 ? sql.length() : close + length;
        return close < 0 ? Kind.UNTERMINATED_STRING : Kind.STRING;
    }

    private Kind commentOrOperator(char c) {
        if (c == '-' && at(position + 1) == '-') {
            position = StringScanner.lineEnd(sql, position);
            return Kind.COMMENT;
        }
        if (c == '/' && at(position + 1) == '*') {
            int end = StringScanner.blockCommentEnd(sql, position);
            position = end < 0 ? sql.length() : end;
            return end < 0 ? Kind.UNTERMINATED_COMMENT : Kind.COMMENT;
        }
        int end = operators.end(position);
        boolean arrow = end - position == 2 && sql.startsWith("=>", position);
        position = end;
        return arrow ? Kind.PUNCTUATION : Kind.OPERATOR;
    }
}
