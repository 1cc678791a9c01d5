package org.pgwright.advisor.selection;

/**
 * What an index has to gain to be worth a person's while, and what a larger one beside a smaller.
 *
 * @param ofLeft a share of the cost that is left: below half a percent, the planner's own errors
 *     decide
 * @param noticed a share of the cost that is left that counts where a statement gets much faster
 * @param least what an index has to gain in any case
 * @param leastForStatement what is enough where it makes a statement much faster
 */
public record Thresholds(double ofLeft, double noticed, double least, double leastForStatement) {
    private static final double OF_LEFT = 0.005;
    private static final double NOTICED = 0.0002;
    private static final double OF_BEFORE = 0.001;
    private static final double OF_BEFORE_FOR_STATEMENT = 0.0002;

    private static final double A_TENTH = 0.1;

    /** Who waits for a statement notices an index that halves its cost. */
    private static final double HALF = 0.5;

    /** Between two indexes that halve it, a tenth decides. */
    private static final double TENTH = 0.1;

    /**
     * The usual ones.
     *
     * @param before the cost of the workload without further indexes
     */
    public static Thresholds usual(double before) {
        return new Thresholds(
                OF_LEFT, NOTICED, OF_BEFORE * before, OF_BEFORE_FOR_STATEMENT * before);
    }

    /**
     * Those where the user says how many bytes there are: whatever gains within them is welcome.
     *
     * @param before the cost of the workload without further indexes
     */
    public static Thresholds within(double before) {
        return new Thresholds(
                A_TENTH * OF_LEFT,
                NOTICED,
                A_TENTH * OF_BEFORE * before,
                A_TENTH * OF_BEFORE_FOR_STATEMENT * before);
    }

    /** Whether what the better standing has more deserves to be made at all. */
    boolean isWorthMaking(Standing worse, Standing better) {
        double gain = worse.price() - better.price();
        if (gain <= 0) {
            return false;
        }
        return (gain >= least && gain >= ofLeft * better.price())
                || (gain >= leastForStatement && helpsAStatement(worse, better, HALF));
    }

    /** Whether a standing that takes more bytes is better than one that serves the same. */
    boolean isWorthTheBytes(Standing smaller, Standing larger) {
        double gain = smaller.price() - larger.price();
        return gain > 0
                && (gain >= ofLeft * larger.price()
                        || (gain >= noticed * larger.price()
                                && helpsAStatement(smaller, larger, TENTH)));
    }

    private static boolean helpsAStatement(Standing worse, Standing better, double share) {
        for (int i = 0; i < worse.statements(); i++) {
            if (better.cost(i) <= worse.cost(i) * (1 - share)) {
                return true;
            }
        }
        return false;
    }
}
