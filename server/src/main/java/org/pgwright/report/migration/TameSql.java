package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.Locale;

/**
 * Writes SQL that means the same and holds nothing that another reader could take for something
 * else: one line, without comments, and with every character in names and strings that is no
 * letter, digit, blank or harmless sign written by its number ({@code U&"\0022"}, {@code E'\x22'};
 * manual, sections 4.1.1 and 4.1.2.2).
 *
 * <p>Tools cut scripts by line, semicolon, comment, placeholder or dollar quote, each with a parser
 * of its own; names and values come from a database that is not trusted.
 */
final class TameSql {
    private static final int ASCII = 0x80;
    private static final int BASIC_PLANE = 0x10000;
    private static final String HARMLESS_IN_NAMES = "_ .";
    private static final String HARMLESS_IN_STRINGS = "_ .,+()%@=<>[]?!&|~^";

    private TameSql() {}

    /** A name in double quotes. */
    static String name(String name) {
        StringBuilder text = new StringBuilder();
        boolean isPlain = true;
        for (int c : name.codePoints().toArray()) {
            boolean harmless = isHarmless(c, HARMLESS_IN_NAMES);
            isPlain &= harmless;
            if (harmless) {
                text.appendCodePoint(c);
            } else if (c < BASIC_PLANE) {
                text.append(String.format(Locale.ROOT, "\\%04x", c));
            } else {
                text.append(String.format(Locale.ROOT, "\\+%06x", c));
            }
        }
        return (isPlain ? "\"" : "U&\"") + text + '"';
    }

    /** A name with its schema. */
    static String name(QualifiedName name) {
        return name(name.schema()) + "." + name(name.name());
    }

    /** A string constant; means the same whatever standard_conforming_strings is. */
    static String string(String value) {
        StringBuilder text = new StringBuilder();
        boolean isPlain = true;
        int previous = 0;
        for (int c : value.codePoints().toArray()) {
            boolean harmless =
                    isHarmless(c, HARMLESS_IN_STRINGS) || (isMeeting(c) && !isMeeting(previous));
            isPlain &= harmless;
            previous = c;
            if (harmless) {
                text.appendCodePoint(c);
            } else if (c < ASCII) {
                text.append(String.format(Locale.ROOT, "\\x%02x", c));
            } else if (c < BASIC_PLANE) {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.append(String.format(Locale.ROOT, "\\U%08x", c));
            }
        }
        return (isPlain ? "'" : "E'") + text + '\'';
    }

    /** Signs that mean something where two of them meet: a comment, a cast. */
    private static boolean isMeeting(int c) {
        return c == '-' || c == '/' || c == '*' || c == ':';
    }

    private static boolean isHarmless(int c, String signs) {
        return Character.isLetterOrDigit(c) || signs.indexOf(c) >= 0;
    }

    /**
     * The same SQL.
     *
     * @param subject what it is of, for the error
     * @throws PgwrightException USAGE if it holds what cannot be written otherwise
     */
    static String of(String sql, String subject) {
        StringBuilder text = new StringBuilder();
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.hasNext()) {
            Token token = lexer.next();
            text.append(piece(token, subject));
        }
        return text.toString().strip();
    }

    private static String piece(Token token, String subject) {
        return switch (token.kind()) {
            case WHITESPACE, COMMENT -> " ";
            case NUMBER, OPERATOR -> token.text();
            case PUNCTUATION -> {
                if (token.is(";")) {
                    throw unwritable(subject, "more than one statement");
                }
                yield token.text();
            }
            case WORD -> word(token, subject);
            case QUOTED_IDENTIFIER -> name(String.valueOf(token.asName()));
            case STRING ->
                    string(
                            StringValue.of(token.text())
                                    .orElseThrow(
                                            () ->
                                                    unwritable(
                                                            subject,
                                                            "a string that is written in an unusual"
                                                                    + " way")));
            case BIT_STRING -> {
                if (!token.text().matches("[BbXx]'[0-9A-Fa-f]*'")) {
                    throw unwritable(subject, "a bit string that is none");
                }
                yield token.text();
            }
            case PARAMETER -> throw unwritable(subject, "a parameter");
            case OTHER, UNTERMINATED_STRING, UNTERMINATED_IDENTIFIER, UNTERMINATED_COMMENT ->
                    throw unwritable(subject, "what is no SQL");
        };
    }

    private static String word(Token token, String subject) {
        if (token.isWord("uescape")) {
            throw unwritable(subject, "a UESCAPE clause");
        }
        boolean isPlain = token.text().codePoints().allMatch(c -> isHarmless(c, "_"));
        return isPlain ? token.text() : name(String.valueOf(token.asName()));
    }

    private static PgwrightException unwritable(String subject, String what) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the definition of " + subject + " holds " + what,
                "correct its file, or leave it out");
    }
}
