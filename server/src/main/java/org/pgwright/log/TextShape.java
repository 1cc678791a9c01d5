package org.pgwright.log;

import java.util.Locale;

/**
 * A text in which values that cannot matter are left out: texts of one shape have one normalised
 * text. Cheap, and therefore careful: where it is not sure, it leaves all as it is.
 */
final class TextShape {
    private TextShape() {}

    /**
     * The statement without the digits of numbers that stand right behind a comparison and without
     * what is inside of plain strings.
     */
    static String of(String sql) {
        return isSure(sql) ? shortened(sql) : sql;
    }

    /** Only queries and changes without comments, other quotes, and JSON's own syntax. */
    private static boolean isSure(String sql) {
        String beginning = sql.substring(0, Math.min(6, sql.length())).toUpperCase(Locale.ROOT);
        boolean isPlannable =
                switch (beginning) {
                    case "SELECT", "INSERT", "UPDATE", "DELETE" -> true;
                    default -> false;
                };
        if (!isPlannable) {
            return false;
        }
        int i = 0;
        while (i >= 0 && i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'') {
                i = stringEnd(sql, i);
            } else if (isDoubtful(sql, i, c)) {
                return false;
            } else {
                i++;
            }
        }
        return i >= 0;
    }

    private static boolean isDoubtful(String sql, int i, char c) {
        char next = i + 1 < sql.length() ? sql.charAt(i + 1) : ' ';
        return switch (c) {
            case '"', '\\', '&' -> true;
            case '$' -> next < '0' || next > '9';
            case '/' -> next == '*';
            case '-' -> next == '-';
            case 'j', 'J' -> sql.regionMatches(true, i, "json", 0, 4);
            default -> false;
        };
    }

    private static String shortened(String sql) {
        StringBuilder shape = new StringBuilder(sql.length());
        char behind = ' '; // the last character that is no blank
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'') {
                int end = stringEnd(sql, i);
                if (end < 0 || isWordPart(i > 0 ? sql.charAt(i - 1) : ' ')) {
                    return sql;
                }
                shape.append("''");
                i = end;
            } else if (c >= '0' && c <= '9' && isComparison(behind)) {
                int end = i;
                while (end < sql.length() && sql.charAt(end) >= '0' && sql.charAt(end) <= '9') {
                    end++;
                }
                boolean isPlain =
                        end == sql.length()
                                || (!isWordPart(sql.charAt(end)) && sql.charAt(end) != '.');
                shape.append(isPlain ? "0" : sql.substring(i, end));
                i = end;
            } else {
                shape.append(c);
                i++;
            }
            behind = c == ' ' || c == '\n' || c == '\t' ? behind : sql.charAt(i - 1);
        }
        return shape.toString();
    }

    /** Behind the string; negative if it has no end. */
    private static int stringEnd(String sql, int start) {
        int i = start + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) == '\'') {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == '\'') {
                    i++;
                } else {
                    return i + 1;
                }
            }
            i++;
        }
        return -1;
    }

    private static boolean isComparison(char c) {
        return c == '=' || c == '<' || c == '>';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c > 127;
    }
}
