package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A row of {@code pg_stats} (manual, section 53.28). Values are array literals in the text form of
 * the column's type, exactly as the server wrote them.
 *
 * @param relation the table, or the index for an index expression
 * @param column the column, or the index's column name for an expression
 * @param inherited whether the figures are of the table with its children
 * @param distinct negative: minus the share of the rows; positive: a count
 * @param averageWidth in bytes
 */
public record ColumnStatistics(
        QualifiedName relation,
        String column,
        boolean inherited,
        double nullFraction,
        int averageWidth,
        double distinct,
        @Nullable String mostCommonValues,
        @Nullable List<Double> mostCommonFrequencies,
        @Nullable String histogramBounds,
        @Nullable Double correlation,
        @Nullable String mostCommonElements,
        @Nullable List<Double> mostCommonElementFrequencies,
        @Nullable List<Double> elementCountHistogram,
        @Nullable String rangeLengthHistogram,
        @Nullable Double rangeEmptyFraction,
        @Nullable String rangeBoundsHistogram) {
    /** The distinct values among so many rows; NULL is not counted. */
    public double distinctAmong(double rows) {
        return distinct < 0 ? -distinct * rows : distinct;
    }
}
