package org.pgwright.workload;

/** Where a number ends: the PostgreSQL manual, section 4.1.2.6, as in 16 and later. */
final class NumberScanner {
    private NumberScanner() {}

    /** The end of the number at {@code start}, which must be a digit or a point before one. */
    static int end(String sql, int start) {
        int prefixed = prefixedEnd(sql, start);
        if (prefixed > 0) {
            return prefixed;
        }
        int end = digitsEnd(sql, start, 10);
        boolean range = sql.startsWith("..", end);
        if (end < sql.length() && sql.charAt(end) == '.' && !range) {
            end = isDigit(sql, end + 1, 10) ? digitsEnd(sql, end + 1, 10) : end + 1;
        }
        return exponentEnd(sql, end);
    }

    private static int prefixedEnd(String sql, int start) {
        if (sql.charAt(start) != '0' || start + 1 >= sql.length()) {
            return -1;
        }
        int radix =
                switch (sql.charAt(start + 1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 0;
                };
        if (radix == 0) {
            return -1;
        }
        int end = digitsEnd(sql, start + 2, radix);
        return end > start + 2 ? end : -1;
    }

    private static int exponentEnd(String sql, int end) {
        if (end >= sql.length() || (sql.charAt(end) != 'e' && sql.charAt(end) != 'E')) {
            return end;
        }
        int digits = end + 1;
        if (digits < sql.length() && (sql.charAt(digits) == '+' || sql.charAt(digits) == '-')) {
            digits++;
        }
        return isDigit(sql, digits, 10) ? digitsEnd(sql, digits, 10) : end;
    }

    /** The end of digits that single underscores may separate; {@code start} if there is none. */
    private static int digitsEnd(String sql, int start, int radix) {
        int end = start;
        while (isDigit(sql, end, radix)
                || (end < sql.length()
                        && sql.charAt(end) == '_'
                        && (end > start || radix != 10)
                        && isDigit(sql, end + 1, radix))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(String sql, int index, int radix) {
        return index < sql.length() && Characters.isDigitOf(radix, sql.charAt(index));
    }
}
