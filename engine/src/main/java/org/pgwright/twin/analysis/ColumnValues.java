package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnStatistics;

import java.util.List;
import java.util.Objects;

/**
 * The values of a column that its statistics name.
 *
 * @param common the most common ones, the most common first
 * @param frequencies of the common ones, as shares of all rows
 * @param histogram bounds of equally full parts of the rest, in order
 * @param elements the most common elements of an array or text search column
 * @param ranges bounds of a range column, in order
 */
record ColumnValues(
        List<String> common,
        List<Double> frequencies,
        List<String> histogram,
        List<String> elements,
        List<String> ranges) {
    static final ColumnValues NONE =
            new ColumnValues(List.of(), List.of(), List.of(), List.of(), List.of());

    ColumnValues {
        common = List.copyOf(common);
        frequencies = List.copyOf(frequencies);
        histogram = List.copyOf(histogram);
        elements = List.copyOf(elements);
        ranges = List.copyOf(ranges);
    }

    static ColumnValues of(ColumnStatistics statistics) {
        List<Double> frequencies = statistics.mostCommonFrequencies();
        return new ColumnValues(
                values(statistics.mostCommonValues()),
                frequencies == null ? List.of() : frequencies,
                values(statistics.histogramBounds()),
                values(statistics.mostCommonElements()),
                values(statistics.rangeBoundsHistogram()));
    }

    /** Values that cannot be read are as good as none: the planner has them all the same. */
    private static List<String> values(@Nullable String literal) {
        if (literal == null) {
            return List.of();
        }
        try {
            return ArrayLiteral.elements(literal).stream().filter(Objects::nonNull).toList();
        } catch (IllegalArgumentException unreadable) {
            return List.of();
        }
    }

    /** How many rows a value stands for: of a common, a middling, and a rare value. */
    enum Level {
        COMMON,
        MIDDLING,
        RARE
    }

    /**
     * A value of a level.
     *
     * @param offset tells the values of a list apart, from 0
     * @return null where none is known
     */
    @Nullable String at(Level level, int offset) {
        if (common.isEmpty() && histogram.isEmpty()) {
            return null;
        }
        boolean rare = level == Level.RARE || common.isEmpty();
        if (rare && !histogram.isEmpty()) {
            return histogram.get((histogram.size() / 2 + offset) % histogram.size());
        }
        int first =
                switch (level) {
                    case COMMON -> 0;
                    case MIDDLING -> common.size() / 2;
                    case RARE -> common.size() - 1;
                };
        return common.get((first + offset) % common.size());
    }

    /** The share of rows that hold a value of about the level's frequency. */
    double weight(Level level) {
        double all = frequencies.stream().mapToDouble(Double::doubleValue).sum();
        int third = Math.max(1, common.size() / 3);
        double upper = frequencies.stream().limit(third).mapToDouble(Double::doubleValue).sum();
        return switch (level) {
            case COMMON -> upper;
            case MIDDLING -> all - upper;
            case RARE -> Math.max(0, 1 - all);
        };
    }
}
