package org.pgwright.demo;

import org.pgwright.embedded.PostgresInstallations;

import java.nio.file.Path;

/**
 * How to run the demo.
 *
 * @param installations finds the binaries of PostgreSQL
 * @param cache of {@link org.pgwright.embedded.CacheFolder}: the server's data lies below it while
 *     the demo runs
 * @param scale of the ML registry: 1 for 1,000,000 training runs
 * @param rounds of 100 queries before and as many after
 * @param seed of the order in which the queries are called
 */
public record DemoOptions(
        PostgresInstallations installations, Path cache, double scale, int rounds, long seed) {
    /** 200,000 training runs: the whole demo takes less than a minute on two cores. */
    public static final double DEFAULT_SCALE = 0.2;

    public static final double SMALLEST_SCALE = 0.001;
    public static final double LARGEST_SCALE = 100;
    private static final int DEFAULT_ROUNDS = 3;
    private static final long DEFAULT_SEED = 42;

    public DemoOptions {
        if (!(scale >= SMALLEST_SCALE && scale <= LARGEST_SCALE)) {
            throw new IllegalArgumentException("a scale is from 0.001 to 100: " + scale);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("at least one round: " + rounds);
        }
    }

    public static DemoOptions defaults(PostgresInstallations installations, Path cache) {
        return new DemoOptions(installations, cache, DEFAULT_SCALE, DEFAULT_ROUNDS, DEFAULT_SEED);
    }

    public DemoOptions withScale(double other) {
        return new DemoOptions(installations, cache, other, rounds, seed);
    }
}
