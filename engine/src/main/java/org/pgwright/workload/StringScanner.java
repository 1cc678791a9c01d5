package org.pgwright.workload;

/** Where quoted pieces and comments end: the PostgreSQL manual, sections 4.1.2 and 4.1.5. */
final class StringScanner {
    private StringScanner() {}

    /**
     * The end of a string with its continuation lines, or -1 if it has none.
     *
     * @param body the index after the opening quote
     * @param escapes whether a backslash takes the next character's meaning
     * @param doubling whether two quotes stand for one
     */
    static int end(String sql, int body, boolean escapes, boolean doubling) {
        int next = body;
        while (true) {
            int end = closing(sql, next, '\'', escapes, doubling);
            if (end < 0) {
                return -1;
            }
            next = continuation(sql, end);
            if (next < 0) {
                return end;
            }
        }
    }

    /** The index after the closing quote, or -1 if there is none. */
    static int closing(String sql, int body, char quote, boolean escapes, boolean doubling) {
        int i = body;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == quote) {
                if (!doubling || i + 1 >= sql.length() || sql.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i += 2;
            } else {
                i += escapes && c == '\\' ? 2 : 1;
            }
        }
        return -1;
    }

    /**
     * The index after the quote that continues the string ended at {@code end}, or -1: only white
     * space and line comments may be between them, and at least one line end.
     */
    private static int continuation(String sql, int end) {
        int i = end;
        boolean newline = false;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'') {
                return newline ? i + 1 : -1;
            }
            if (sql.startsWith("--", i)) {
                i = lineEnd(sql, i);
            } else if (Characters.isSpace(c)) {
                newline |= Characters.isNewline(c);
                i++;
            } else {
                return -1;
            }
        }
        return -1;
    }

    /** The end of the line that {@code start} is in, its line end not included. */
    static int lineEnd(String sql, int start) {
        int end = start;
        while (end < sql.length() && !Characters.isNewline(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The end of the comment that begins at {@code start}, or -1; comments nest. */
    static int blockCommentEnd(String sql, int start) {
        int depth = 1;
        int i = start + 2;
        while (i + 1 < sql.length()) {
            if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        return -1;
    }

    /** The end of {@code $tag$} at {@code start}, or -1 if what is there is none. */
    static int dollarDelimiterEnd(String sql, int start) {
        int i = start + 1;
        while (i < sql.length() && isTagPart(sql.charAt(i), i == start + 1)) {
            i++;
        }
        return i < sql.length() && sql.charAt(i) == '$' ? i + 1 : -1;
    }

    private static boolean isTagPart(char c, boolean first) {
        return Characters.isIdentifierStart(c) || (!first && Characters.isDigit(c));
    }
}
