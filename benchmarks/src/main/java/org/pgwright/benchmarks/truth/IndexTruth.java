package org.pgwright.benchmarks.truth;

/**
 * What was promised of a recommended index and what it did.
 *
 * @param alone built beside no other
 * @param last built beside all others
 */
public record IndexTruth(String index, Gain alone, Gain last) {
    /** Less than this share of a query's time is noise. */
    private static final double NOISE = 0.05;

    /** Whether it made a query faster, be it alone or with the others. */
    public boolean isBetter() {
        return Math.max(alone.best(), last.best()) > NOISE;
    }
}
