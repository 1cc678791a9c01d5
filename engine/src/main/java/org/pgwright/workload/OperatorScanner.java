package org.pgwright.workload;

/** Where an operator ends: the rules of the PostgreSQL manual, section 4.1.3. */
final class OperatorScanner {
    private OperatorScanner() {}

    /**
     * The end of the operator at {@code start}, which must be an operator character and not begin a
     * comment. A comment inside ends it; it ends in plus or minus only if it holds one of the
     * characters that no standard SQL operator has.
     */
    static int end(String sql, int start) {
        int end = start + 1;
        boolean trailingSign = Characters.allowsTrailingSign(sql.charAt(start));
        while (end < sql.length()
                && Characters.isOperator(sql.charAt(end))
                && !isCommentStart(sql, end)) {
            trailingSign |= Characters.allowsTrailingSign(sql.charAt(end));
            end++;
        }
        while (!trailingSign && end > start + 1 && isSign(sql.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isCommentStart(String sql, int index) {
        return sql.startsWith("--", index) || sql.startsWith("/*", index);
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }
}
