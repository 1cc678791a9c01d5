package org.pgwright.advisor.selection;

/**
 * What an index has to gain to be worth a person's while.
 *
 * @param ofWorkload a share of the cost that is left: enough by itself. Below half a percent, the
 *     planner's own errors decide
 * @param ofStatement a share of one statement's cost: enough if the whole workload notices it
 * @param noticed a share of the cost that is left, below which not even a statement that becomes
 *     many times faster is worth an index
 */
public record Thresholds(double ofWorkload, double ofStatement, double noticed) {
    public static final Thresholds USUAL = new Thresholds(0.005, 0.1, 0.0002);

    /** Whether the better standing is worth what it has more. */
    boolean isWorth(Standing worse, Standing better) {
        double gain = worse.price() - better.price();
        if (gain <= 0) {
            return false;
        }
        double left = better.price();
        return gain >= ofWorkload * left
                || (gain >= noticed * left && helpsAStatement(worse, better));
    }

    private boolean helpsAStatement(Standing worse, Standing better) {
        for (int i = 0; i < worse.statements(); i++) {
            if (better.cost(i) <= worse.cost(i) * (1 - ofStatement)) {
                return true;
            }
        }
        return false;
    }
}
