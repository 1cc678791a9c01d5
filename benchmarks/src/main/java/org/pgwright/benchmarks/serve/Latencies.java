package org.pgwright.benchmarks.serve;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * How long answers took.
 *
 * @param count how many there were
 */
public record Latencies(int count, Duration median, Duration p95, Duration p99, Duration longest) {
    private static final double MILLI = 1e6;

    /**
     * Those of times in nanoseconds.
     *
     * @param nanos at least one
     */
    public static Latencies of(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Latencies(
                sorted.length, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
    }

    /** The nearest rank. */
    private static Duration at(long[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no answers: " + Arrays.toString(sorted));
        }
        return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    /** In milliseconds, for people. */
    public static String shown(Duration time) {
        return String.format(Locale.ROOT, "%,.1f ms", time.toNanos() / MILLI);
    }
}
