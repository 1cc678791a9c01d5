package org.pgwright.workload;

/**
 * The character classes of PostgreSQL's scanner (src/backend/parser/scan.l). Every character beyond
 * ASCII, a no-break space too, is a letter to it.
 */
final class Characters {
    private Characters() {}

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || isNewline(c) || c == '\f' || c == '\u000b';
    }

    static boolean isNewline(char c) {
        return c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }

    static boolean isOperator(char c) {
        return "~!@#^&|`?+-*/%<>=".indexOf(c) >= 0;
    }

    /** The operator characters that let an operator end in {@code +} or {@code -}. */
    static boolean allowsTrailingSign(char c) {
        return "~!@#^&|`?%".indexOf(c) >= 0;
    }

    static boolean isDigitOf(int radix, char c) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }
}
