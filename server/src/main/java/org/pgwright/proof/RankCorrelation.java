package org.pgwright.proof;

import java.util.OptionalDouble;

/**
 * How well one order agrees with another: 1 for the same, -1 for the opposite, about 0 where they
 * have nothing to do with each other.
 *
 * <p>C. Spearman, "The proof and measurement of association between two things", American Journal
 * of Psychology 15 (1904); with ties, the correlation of the ranks.
 */
public final class RankCorrelation {
    private static final int FEWEST = 3;

    private RankCorrelation() {}

    /**
     * That of pairs.
     *
     * @return empty for fewer than three pairs, or where all values of a side are equal
     * @throws IllegalArgumentException if the sides are of different lengths
     */
    public static OptionalDouble of(double[] some, double[] others) {
        if (some.length != others.length) {
            throw new IllegalArgumentException("the sides are of different lengths");
        }
        if (some.length < FEWEST) {
            return OptionalDouble.empty();
        }
        Ranks first = Ranks.of(some);
        Ranks second = Ranks.of(others);
        double mean = (some.length + 1) / 2.0;
        double together = 0;
        double ofFirst = 0;
        double ofSecond = 0;
        for (int i = 0; i < some.length; i++) {
            double a = first.at(i) - mean;
            double b = second.at(i) - mean;
            together += a * b;
            ofFirst += a * a;
            ofSecond += b * b;
        }
        return ofFirst == 0 || ofSecond == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(together / Math.sqrt(ofFirst * ofSecond));
    }
}
