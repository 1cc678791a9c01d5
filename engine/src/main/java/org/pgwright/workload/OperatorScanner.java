package org.pgwright.workload;

/** Finds where operators end, by the rules of the PostgreSQL manual, section 4.1.3. */
final class OperatorScanner {
    private final String sql;

    /** Up to here, every operator is known to be a single sign; so that no run is read twice. */
    private int signsUntil;

    OperatorScanner(String sql) {
        this.sql = sql;
    }

    /**
     * The end of the operator at {@code start}, which must be an operator character, not begin a
     * comment, and not be before the operator asked for last. A comment inside ends it; it ends in
     * plus or minus only if it holds one of the characters that no standard SQL operator has.
     */
    int end(int start) {
        if (start < signsUntil) {
            return start + 1;
        }
        int end = start + 1;
        boolean trailingSign = Characters.allowsTrailingSign(sql.charAt(start));
        while (end < sql.length()
                && Characters.isOperator(sql.charAt(end))
                && !isCommentStart(end)) {
            trailingSign |= Characters.allowsTrailingSign(sql.charAt(end));
            end++;
        }
        if (trailingSign) {
            return end;
        }
        signsUntil = end;
        while (end > start + 1 && isSign(sql.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private boolean isCommentStart(int index) {
        return sql.startsWith("--", index) || sql.startsWith("/*", index);
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }
}
