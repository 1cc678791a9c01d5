package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What ANALYZE makes of the counts of a sample ({@code compute_scalar_stats} and {@code
 * analyze_mcv_list} in PostgreSQL's {@code commands/analyze.c}).
 *
 * @param sampled rows of the sample
 * @param present of these, how many have a value
 * @param usable values that are not too wide to be compared
 * @param distinctValues among the usable ones
 * @param repeatedValues the distinct values that occur more than once
 * @param commonCounts how often the most common of these occur, the most common first
 */
record SampleFigures(
        double sampled,
        double present,
        double usable,
        double averageWidth,
        double distinctValues,
        double repeatedValues,
        List<Double> commonCounts,
        @Nullable Double correlation) {
    /** Above this share of the rows the number of distinct values is taken to grow with them. */
    private static final double GROWING = 0.1;

    SampleFigures {
        commonCounts = List.copyOf(commonCounts);
    }

    double nullFraction() {
        return sampled == 0 ? 0 : 1 - present / sampled;
    }

    private double wide() {
        return present - usable;
    }

    private boolean isWhole(double rows) {
        return sampled >= rows || rows <= 1;
    }

    /**
     * The distinct values of the table, as {@code pg_stats} has them: by the estimator Duj1 of Haas
     * and Stokes (IBM research report RJ 10025, 1998).
     *
     * @param rows of the table
     */
    double distinct(double rows) {
        if (present == 0) {
            return 0;
        }
        if (repeatedValues == 0) {
            return -(1 - nullFraction());
        }
        double count =
                wide() == 0 && repeatedValues == distinctValues ? distinctValues : estimate(rows);
        return count > GROWING * rows ? -(count / rows) : count;
    }

    private double estimate(double rows) {
        double once = distinctValues - repeatedValues + wide();
        double seen = once + repeatedValues;
        double all = rows * (1 - nullFraction());
        double estimate = present * seen / (present - once + once * present / all);
        return Math.floor(Math.clamp(estimate, seen, Math.max(seen, all)) + 0.5);
    }

    /** How many of the common values are so common that each is worth an entry of its own. */
    int commonValues(double rows, int target) {
        boolean complete =
                repeatedValues == distinctValues
                        && wide() == 0
                        && distinct(rows) > 0
                        && repeatedValues <= target;
        int most = Math.min(target, commonCounts.size());
        return complete || isWhole(rows) ? most : worthwhile(rows, most);
    }

    /** Drops the least common until one is significantly more common than what is left. */
    private int worthwhile(double rows, int most) {
        double all = distinct(rows) < 0 ? -distinct(rows) * rows : distinct(rows);
        double before = commonCounts.stream().limit(most).mapToDouble(count -> count).sum();
        for (int kept = most; kept > 0; kept--) {
            double count = commonCounts.get(kept - 1);
            before -= count;
            double others = Math.max(1, all - (kept - 1));
            double share = Math.clamp(1 - before / sampled - nullFraction(), 0, 1) / others;
            double expected = rows * count / sampled;
            double variance =
                    sampled
                            * expected
                            * (rows - expected)
                            * (rows - sampled)
                            / (rows * rows * (rows - 1));
            if (count > share * sampled + 2 * Math.sqrt(variance) + 0.5) {
                return kept;
            }
        }
        return 0;
    }

    /** How many bounds the histogram of the other values has; 0 for no histogram. */
    int histogramBounds(int common, int target) {
        int bounds = (int) Math.min(distinctValues - common, target + 1.0);
        return bounds >= 2 ? bounds : 0;
    }
}
