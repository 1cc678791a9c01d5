package org.pgwright.log;

/**
 * A text in which values that cannot matter are left out: texts of one shape have one normalised
 * text. Takes linear time, once over the text, and is careful: where it is not sure, it leaves all
 * as it is.
 *
 * <p>Of a number it is sure unless that may be a position or the length of a type, which stand
 * behind {@code BY}, a comma, or an opening parenthesis.
 */
final class TextShape {
    private static final int DEEPEST = Long.SIZE - 2;

    /** What was before, as far as it decides on what a number is. */
    private enum Before {
        START,
        WORD,
        BY,
        /** IN or VALUES, not as a name. */
        LIST,
        /** Begins the name of a type, or goes on with it. */
        NAMING,
        OPEN,
        COMMA,
        /** The end of a row of VALUES. */
        ROW,
        COMMA_AFTER_ROW,
        OTHER
    }

    private final String sql;
    private final StringBuilder shape;
    private int copied;
    private int at;
    private Before before = Before.START;
    private boolean isSure = true;
    private boolean isIn;
    private int depth;

    /** A bit for each level of parentheses that is a row of VALUES. */
    private long rows;

    private TextShape(String sql) {
        this.sql = sql;
        this.shape = new StringBuilder(sql.length());
    }

    /** The statement with plain numbers as 0, plain strings and comments empty, lists of one. */
    static String of(String sql) {
        TextShape scan = new TextShape(sql);
        while (scan.at < sql.length() && scan.isSure) {
            scan.next(sql.charAt(scan.at));
        }
        return scan.isSure ? scan.shape.append(sql, scan.copied, sql.length()).toString() : sql;
    }

    private void next(char c) {
        if (isWordStart(c)) {
            word();
        } else if (isDigit(c)) {
            number();
        } else {
            switch (c) {
                case ' ', '\n', '\t', '\r', '\f', '\u000b' -> at++;
                case '\'' -> string();
                case '"' -> quoted();
                case '(' -> open();
                case ')' -> close();
                case ',' -> take(before == Before.ROW ? Before.COMMA_AFTER_ROW : Before.COMMA);
                case '.', ':' -> take(Before.NAMING);
                case '-', '/' -> commentOrOperator(c);
                case '$' -> parameter();
                case ';' -> take(before == Before.START ? Before.START : Before.OTHER);
                case '\\' -> isSure = false;
                default -> take(Before.OTHER);
            }
        }
    }

    private void take(Before now) {
        isSure &= before != Before.START || now == Before.START;
        before = now;
        at++;
    }

    private void word() {
        int start = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        boolean isName = before == Before.NAMING;
        if (before == Before.START) {
            isSure = isPlannable(start);
        }
        before = Before.WORD;
        switch (at - start) {
            case 1 -> isSure &= !isPrefix(sql.charAt(start));
            case 2 -> shortWord(start, isName);
            case 6 -> {
                if (is(start, "values")) {
                    before = isName ? Before.WORD : Before.LIST;
                    isIn = false;
                }
            }
            case 7 -> isSure &= !is(start, "uescape");
            case 8 -> before = is(start, "national") ? Before.NAMING : Before.WORD;
            default -> {}
        }
    }

    private void shortWord(int start, boolean isName) {
        if (is(start, "by")) {
            before = Before.BY;
            rows &= ~(1L << depth);
        } else if (is(start, "as")) {
            before = Before.NAMING;
        } else if (is(start, "in") && !isName) {
            before = Before.LIST;
            isIn = true;
        }
    }

    /** Whether a letter makes another kind of string or name of what follows it. */
    private boolean isPrefix(char c) {
        char next = at < sql.length() ? sql.charAt(at) : ' ';
        return switch (c) {
            case 'u', 'U' -> next == '&';
            default -> next == '\'';
        };
    }

    private boolean isPlannable(int start) {
        return switch (at - start) {
            case 4 -> is(start, "with");
            case 5 -> is(start, "merge");
            case 6 ->
                    is(start, "select")
                            || is(start, "insert")
                            || is(start, "update")
                            || is(start, "delete");
            default -> false;
        };
    }

    private boolean is(int start, String word) {
        return sql.regionMatches(true, start, word, 0, word.length());
    }

    private void number() {
        int start = at;
        int end = plainNumberEnd(start);
        if (end < 0) {
            at = digitsEnd(start);
            // In 1e5E'\'' the last letter makes another kind of string.
            isSure &= at == sql.length() || !isWordPart(sql.charAt(at));
        } else {
            at = end;
            boolean mayMatter =
                    switch (before) {
                        case BY, NAMING, COMMA_AFTER_ROW, START -> true;
                        case OPEN, COMMA -> (rows & (1L << depth)) == 0;
                        case WORD, LIST, ROW, OTHER -> false;
                    };
            if (!mayMatter) {
                replace(start, "0");
            }
        }
        isSure &= before != Before.START;
        before = Before.OTHER;
    }

    /** The end of 12 or 1.2; negative for any other way to write a number. */
    private int plainNumberEnd(int start) {
        int end = digitsEnd(start);
        if (end + 1 < sql.length() && sql.charAt(end) == '.' && isDigit(sql.charAt(end + 1))) {
            end = digitsEnd(end + 1);
        }
        boolean goesOn =
                end < sql.length() && (isWordPart(sql.charAt(end)) || sql.charAt(end) == '.');
        return goesOn ? -1 : end;
    }

    private int digitsEnd(int start) {
        int end = start;
        while (end < sql.length() && isDigit(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private void string() {
        int start = at;
        at = closing(start + 1, '\'');
        isSure &= at >= 0 && before != Before.START;
        if (isSure) {
            replace(start, "''");
        }
        before = Before.OTHER;
    }

    private void quoted() {
        at = closing(at + 1, '"');
        isSure &= at >= 0 && before != Before.START;
        before = before == Before.NAMING ? Before.NAMING : Before.OTHER;
    }

    /** Behind the closing quote; negative if there is none. */
    private int closing(int start, char quote) {
        int i = sql.indexOf(quote, start);
        while (i >= 0 && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
            i = sql.indexOf(quote, i + 2);
        }
        return i < 0 ? -1 : i + 1;
    }

    private void open() {
        boolean isList = before == Before.LIST;
        boolean isRow = (isList && !isIn) || before == Before.COMMA_AFTER_ROW;
        isSure &= ++depth < DEEPEST;
        rows = isRow ? rows | (1L << depth) : rows & ~(1L << depth);
        before = before == Before.START ? Before.START : Before.OPEN;
        at++;
        int end = isList && isIn ? plainListEnd(at) : -1;
        if (end > 0) {
            int start = at;
            at = end;
            replace(start, "0");
            before = Before.OTHER;
        }
    }

    /**
     * Where the parenthesis is that ends a list of plain values; negative if it is no such list.
     */
    private int plainListEnd(int start) {
        int i = blanksEnd(start);
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (isDigit(c)) {
                i = plainNumberEnd(i);
            } else {
                i = c == '\'' ? closing(i + 1, '\'') : -1;
            }
            i = i < 0 ? sql.length() : blanksEnd(i);
            if (i >= sql.length() || sql.charAt(i) == ')') {
                return i >= sql.length() ? -1 : i;
            }
            i = sql.charAt(i) == ',' ? blanksEnd(i + 1) : sql.length();
        }
        return -1;
    }

    private int blanksEnd(int start) {
        int end = start;
        while (end < sql.length() && (sql.charAt(end) == ' ' || sql.charAt(end) == '\n')) {
            end++;
        }
        return end;
    }

    private void close() {
        boolean isRow = (rows & (1L << depth)) != 0;
        depth = Math.max(0, depth - 1);
        take(isRow ? Before.ROW : Before.OTHER);
    }

    private void commentOrOperator(char c) {
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
        if (c == '-' && next == '-') {
            int start = at + 2;
            at = start;
            while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                at++;
            }
            replace(start, "");
        } else if (c == '/' && next == '*') {
            int start = at + 2;
            int end = sql.indexOf("*/", start);
            int nested = sql.indexOf("/*", start);
            isSure &= end >= 0 && (nested < 0 || nested > end);
            at = end;
            replace(start, "");
            at = end + 2;
        } else if (c == '-' && before != Before.WORD && before != Before.START) {
            at++; // perhaps a sign, which does not change what the number is
        } else {
            take(Before.OTHER);
        }
    }

    private void parameter() {
        int end = digitsEnd(at + 1);
        isSure &= end > at + 1 && before != Before.START;
        at = end;
        before = Before.OTHER;
    }

    private void replace(int start, String text) {
        if (isSure) {
            shape.append(sql, copied, start).append(text);
            copied = at;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
