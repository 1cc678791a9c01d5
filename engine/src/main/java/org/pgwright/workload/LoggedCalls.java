package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Which calls of a statement a server logs with their time (manual, section 20.8.2).
 *
 * @param from calls that took at least so long are all logged ({@code log_min_duration_statement});
 *     null for none
 * @param sample of further calls, null for none
 */
public record LoggedCalls(@Nullable Duration from, @Nullable Sample sample) {
    /** Nothing is known to be logged as a rule. */
    public static final LoggedCalls NONE = new LoggedCalls(null, null);

    /** Every call. */
    public static final LoggedCalls ALL = new LoggedCalls(Duration.ZERO, null);

    /**
     * Calls that took at least so long are logged with a probability.
     *
     * @param from {@code log_min_duration_sample}
     * @param rate {@code log_statement_sample_rate}, over 0 to 1
     */
    public record Sample(Duration from, double rate) {
        public Sample {
            if (!(rate > 0 && rate <= 1)) {
                throw new IllegalArgumentException("not a sample rate: " + rate);
            }
        }
    }

    /** All calls that took at least so long. */
    public static LoggedCalls from(Duration threshold) {
        return new LoggedCalls(threshold, null);
    }

    /** A share of all calls. */
    public static LoggedCalls sampled(double rate) {
        return new LoggedCalls(null, new Sample(Duration.ZERO, rate));
    }

    /**
     * What is logged as a rule where some time was under this one and some under another: the
     * higher threshold, and a sample only if it is of the same calls.
     */
    public LoggedCalls and(LoggedCalls other) {
        boolean same = sample != null && sample.equals(other.sample);
        return new LoggedCalls(higher(from, other.from), same ? sample : null);
    }

    private static @Nullable Duration higher(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return null;
        }
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Whether every call has a chance to be logged, so that their number can be told. */
    public boolean reachesAll() {
        return (from != null && from.isZero()) || (sample != null && sample.from().isZero());
    }
}
