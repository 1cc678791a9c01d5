package org.pgwright.advisor.analysis;

import java.util.regex.Pattern;

/** Whether SQL names a column; one that stands in a string constant is taken for one, too. */
public final class ColumnMention {
    private ColumnMention() {}

    /** Whether the name stands in the SQL as a whole word, quoted or not. */
    public static boolean isIn(String sql, String column) {
        String quoted = "\"" + column.replace("\"", "\"\"") + "\"";
        return sql.contains(quoted)
                || Pattern.compile(
                                "(?<![\\w$\"])" + Pattern.quote(column) + "(?![\\w$\"])",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(sql)
                        .find();
    }
}
