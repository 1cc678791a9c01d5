package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

/**
 * What ANALYZE found of a column; nulls where the role may not see it, or it never ran.
 *
 * @param distinctValues how many, by the number of rows now
 * @param selectivity distinct values over rows, 0 to 1
 * @param nullShare 0 to 1
 * @param averageBytes of a value
 */
public record ColumnFigures(
        String name,
        String type,
        @Nullable Double distinctValues,
        @Nullable Double selectivity,
        @Nullable Double nullShare,
        @Nullable Integer averageBytes) {
    private static final double HIGH_ABOVE = 0.8;
    private static final double LOW_BELOW = 0.3;

    /** How well a value of a column tells rows apart. */
    public enum Selectivity {
        /** Above 0.8: a value finds few rows, so that an index on it alone serves. */
        HIGH,
        /** 0.3 to 0.8: an index on it alone serves for most values. */
        MEDIUM,
        /** Below 0.3: an index helps for rare values, or with other columns beside it. */
        LOW
    }

    /** Its selectivity in a word; null where it is not known. */
    public @Nullable Selectivity selectivityClass() {
        if (selectivity == null) {
            return null;
        }
        if (selectivity > HIGH_ABOVE) {
            return Selectivity.HIGH;
        }
        return selectivity < LOW_BELOW ? Selectivity.LOW : Selectivity.MEDIUM;
    }
}
