package org.pgwright.benchmarks.storage;

import java.util.Random;

/** How a workload goes on. */
public enum Behaviour {
    /** Every statement is called equally often each minute, and takes about the same time. */
    REGULAR {
        @Override
        long calls(double usual, Random random) {
            return Math.round(usual);
        }

        @Override
        double times(Random random) {
            return 1 + NARROW * random.nextGaussian();
        }
    },
    /**
     * Statements come in bursts or not at all; their times, blocks and rows vary by the factor 10.
     */
    IRREGULAR {
        @Override
        long calls(double usual, Random random) {
            double mean = usual * Math.exp(random.nextGaussian());
            return mean < FEW
                    ? poisson(mean, random)
                    : Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }

        @Override
        double times(Random random) {
            return Math.exp(random.nextGaussian());
        }
    };

    private static final double NARROW = 0.02;
    private static final double FEW = 30;

    /** How often a statement is called in a minute in which it usually is so often. */
    abstract long calls(double usual, Random random);

    /** How much more of something it takes than usually. */
    abstract double times(Random random);

    /** By multiplying uniform numbers (Knuth, 3.4.1). */
    private static long poisson(double mean, Random random) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        long count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** For people. */
    String word() {
        return switch (this) {
            case REGULAR -> "regular";
            case IRREGULAR -> "irregular";
        };
    }
}
