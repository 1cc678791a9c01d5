package org.pgwright.report;

import org.pgwright.workload.Percentile;

/** Why a percentile is not known, for people. */
public final class PercentileWords {
    private PercentileWords() {}

    public static String why(Percentile.Reason reason) {
        return switch (reason) {
            case NO_CALLS -> "there was no call";
            case LOG_NOT_FOLLOWED -> "the log was not read throughout";
            case LOGGING_NOT_KNOWN -> "it is not known which calls are logged";
            case CALLS_NOT_KNOWN -> "only slow calls are logged, and nobody counted the others";
            case AMONG_UNLOGGED_CALLS -> "it is among the calls that are not logged";
            case COUNTS_DISAGREE -> "more calls were logged than were counted";
            case TOO_FEW_SAMPLED -> "too few calls were sampled";
        };
    }
}
