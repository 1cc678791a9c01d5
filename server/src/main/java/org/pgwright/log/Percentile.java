package org.pgwright.log;

/** A percentile of the times of a query, or why there is none. Never an impression. */
public sealed interface Percentile {
    /**
     * Its value.
     *
     * @param isEstimate whether it comes from a sample of the calls
     */
    record Known(double millis, boolean isEstimate) implements Percentile {}

    /** It cannot be said. */
    record Unknown(Reason reason) implements Percentile {}

    /** Why it cannot be said. */
    enum Reason {
        /** Nothing ran. */
        NO_CALLS,
        /** It is not known from which time on calls were logged. */
        THRESHOLD_UNKNOWN,
        /**
         * Calls that were faster than the threshold are not in the log, nor is their number known.
         */
        FAST_CALLS_UNSEEN,
        /** It lies among the calls that were faster than the threshold. */
        BELOW_THRESHOLD
    }
}
