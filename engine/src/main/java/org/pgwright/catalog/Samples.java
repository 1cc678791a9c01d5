package org.pgwright.catalog;

import java.util.List;

/**
 * What samples of rows tell that ANALYZE has not recorded.
 *
 * @param expressions what ANALYZE would record of expressions once they are indexed; the relation
 *     is the table, and the column the expression's text
 * @param keys of columns and expressions
 */
public record Samples(List<ColumnStatistics> expressions, List<KeySample> keys) {
    public static final Samples NONE = new Samples(List.of(), List.of());

    public Samples {
        expressions = List.copyOf(expressions);
        keys = List.copyOf(keys);
    }

    public boolean isEmpty() {
        return expressions.isEmpty() && keys.isEmpty();
    }
}
