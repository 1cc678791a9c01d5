package org.pgwright.gate;

/**
 * How much worse something may become before the check fails.
 *
 * @param maxCostIncrease by which share a statement may become costlier, 0.2 for 20 %
 * @param minCostIncrease up to which difference no statement counts as costlier, in units of {@code
 *     seq_page_cost}; statistics differ from one ANALYZE to the next
 * @param largeRows more rows make a table large
 * @param strict whether warnings fail the check, too
 */
public record Limits(
        double maxCostIncrease, double minCostIncrease, double largeRows, boolean strict) {
    /** 20 %, at least 10 units; tables over 10,000 rows. */
    public static final Limits USUAL = new Limits(0.2, 10, 10_000, false);

    public Limits {
        if (!(maxCostIncrease >= 0 && minCostIncrease >= 0 && largeRows >= 0)) {
            throw new IllegalArgumentException("a limit cannot be negative");
        }
    }
}
