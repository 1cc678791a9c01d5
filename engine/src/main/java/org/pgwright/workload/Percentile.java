package org.pgwright.workload;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What can honestly be said of a percentile of the times of a statement's calls. */
public sealed interface Percentile {
    /**
     * That of all calls.
     *
     * @param time at most {@link CallTimes#ERROR} above the true one
     */
    record Exact(Duration time) implements Percentile {}

    /**
     * One worked out from a sample.
     *
     * @param rate the share of the calls that were sampled
     * @param sampled how many calls that were
     */
    record Estimated(Duration time, double rate, long sampled) implements Percentile {}

    /** It cannot be told. */
    record Unknown(Reason reason) implements Percentile {}

    /** Why one of several is missing, the first that is; empty if all can be told. */
    static Optional<Reason> missing(Percentile... percentiles) {
        return Stream.of(percentiles)
                .filter(Unknown.class::isInstance)
                .map(unknown -> ((Unknown) unknown).reason())
                .findFirst();
    }

    /** Why a percentile cannot be told. */
    enum Reason {
        /** There was no call. */
        NO_CALLS,
        /** The log of that time was not read throughout. */
        LOG_NOT_FOLLOWED,
        /** It is not known which calls are logged. */
        LOGGING_NOT_KNOWN,
        /** Only slow calls are logged, and nobody counted the others. */
        CALLS_NOT_KNOWN,
        /** Only slow calls are logged, and this percentile is among the others. */
        AMONG_UNLOGGED_CALLS,
        /** More calls were logged than were counted: the two are not of the same time. */
        COUNTS_DISAGREE,
        /** The sample is too small on one side of it. */
        TOO_FEW_SAMPLED
    }
}
