package org.pgwright.proof;

/** The normal distribution. */
final class Normal {
    private static final double SERIES_UP_TO = 2;
    private static final int FRACTIONS = 200;
    private static final double SMALL = 1e-17;

    private Normal() {}

    /** How likely a value is at least so far from the mean, to either side, in deviations. */
    static double bothTails(double deviations) {
        return complement(Math.abs(deviations) / Math.sqrt(2));
    }

    /**
     * The complementary error function, right to about 15 digits.
     *
     * @param x not below zero
     * @see <a href="https://dlmf.nist.gov/7">NIST Digital Library of Mathematical Functions, 7.6.1
     *     (the series) and 7.9.1 (the continued fraction)</a>
     */
    private static double complement(double x) {
        return x < SERIES_UP_TO ? 1 - series(x) : fraction(x);
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > SMALL; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    /** From its end, where what is left out does not matter any more. */
    private static double fraction(double x) {
        double below = x;
        for (int n = FRACTIONS; n > 0; n--) {
            below = x + n / 2.0 / below;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / below;
    }
}
