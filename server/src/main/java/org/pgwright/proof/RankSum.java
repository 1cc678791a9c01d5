package org.pgwright.proof;

/**
 * The rank-sum test of Wilcoxon, Mann and Whitney: whether values of one side tend to be larger
 * than those of the other, whatever their distribution.
 *
 * <p>By the normal approximation, with the corrections for ties and for continuity: H. B. Mann, D.
 * R. Whitney, "On a test of whether one of two random variables is stochastically larger than the
 * other", Annals of Mathematical Statistics 18 (1947); E. L. Lehmann, "Nonparametrics: Statistical
 * Methods Based on Ranks" (1975), chapter 1. It takes the values of a side for independent.
 *
 * @param likelihood how likely such a difference, or a larger one, is by chance; 0 to 1
 * @param second the share of pairs in which the second side's value is the larger one, half of
 *     those in which they are equal with it; 0 to 1
 */
public record RankSum(double likelihood, double second) {
    private static final double CONTINUITY = 0.5;

    /**
     * Compares two sides.
     *
     * @throws IllegalArgumentException if one has no value
     */
    public static RankSum of(double[] first, double[] second) {
        if (first.length == 0 || second.length == 0) {
            throw new IllegalArgumentException("a side has no value");
        }
        double[] all = new double[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Ranks ranks = Ranks.of(all);
        double sum = 0;
        for (int i = first.length; i < all.length; i++) {
            sum += ranks.at(i);
        }
        double many = second.length;
        double pairs = first.length * many;
        double larger = sum - many * (many + 1) / 2;
        return new RankSum(likelihood(larger, pairs, ranks), larger / pairs);
    }

    private static double likelihood(double larger, double pairs, Ranks ranks) {
        double all = ranks.count();
        double variance = pairs / 12 * (all + 1 - ranks.ties() / (all * (all - 1)));
        if (variance <= 0) {
            return 1;
        }
        double off = Math.max(0, Math.abs(larger - pairs / 2) - CONTINUITY);
        return Normal.bothTails(off / Math.sqrt(variance));
    }
}
