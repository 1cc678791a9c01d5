package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What samples of rows tell that ANALYZE has not recorded.
 *
 * @param expressions what ANALYZE would record of expressions once they are indexed; the relation
 *     is the table, and the column the expression's text
 * @param keys of columns and expressions
 * @param pairs of columns
 */
public record Samples(
        List<ColumnStatistics> expressions, List<KeySample> keys, List<PairSample> pairs) {
    public static final Samples NONE = new Samples(List.of(), List.of(), List.of());

    public Samples(
            List<ColumnStatistics> expressions,
            List<KeySample> keys,
            @Nullable List<PairSample> pairs) {
        this.expressions = List.copyOf(expressions);
        this.keys = List.copyOf(keys);
        // Snapshots that were taken before there were any have none.
        this.pairs = pairs == null ? List.of() : List.copyOf(pairs);
    }

    public boolean isEmpty() {
        return expressions.isEmpty() && keys.isEmpty() && pairs.isEmpty();
    }
}
