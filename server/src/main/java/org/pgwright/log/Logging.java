package org.pgwright.log;

import org.jspecify.annotations.Nullable;

/** Which calls of a query the server wrote to its log. */
public sealed interface Logging {
    /** All (log_min_duration_statement = 0). */
    record Every() implements Logging {}

    /**
     * Each with the same chance (log_statement_sample_rate, or log_min_duration_sample = 0).
     *
     * @param rate over 0, at most 1
     */
    record Sampled(double rate) implements Logging {
        public Sampled {
            if (!(rate > 0 && rate <= 1)) {
                throw new IllegalArgumentException("no rate: " + rate);
            }
        }
    }

    /**
     * All that took a time or longer.
     *
     * @param calls all of them, logged or not, from elsewhere; null if not known
     */
    record Slow(double thresholdMillis, @Nullable Long calls) implements Logging {}

    /** It is not known. */
    record NotKnown() implements Logging {}
}
