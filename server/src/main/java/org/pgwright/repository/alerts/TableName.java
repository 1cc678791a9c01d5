package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

/**
 * The table that a threshold is for.
 *
 * @param schema null for one of any schema
 */
public record TableName(@Nullable String schema, String table) {
    private static final int LONGEST = 100;

    public TableName {
        if (table.isEmpty()
                || table.length() > LONGEST
                || (schema != null && schema.length() > LONGEST)) {
            throw new IllegalArgumentException("a name has 1 to " + LONGEST + " characters");
        }
    }

    /** {@code schema.table} or {@code table}. */
    public String shown() {
        return schema == null ? table : schema + "." + table;
    }

    /** Reads what {@link #shown} writes. */
    public static TableName of(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(null, text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }
}
