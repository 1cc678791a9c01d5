package org.pgwright.report;

import org.pgwright.advisor.Advice;

import java.util.Locale;
import java.util.Optional;

/** What writes pay for the recommended indexes, in words. */
final class WriteOverhead {
    /** Below the tables of recommendations. */
    static final String LEGEND =
            "Writes: what the index adds to the time of writes to its table, estimated.";

    /** Where nothing is known to be written. */
    private static final String UNKNOWN = "-";

    private WriteOverhead() {}

    /** What all indexes add; empty where nothing is recommended or known to be written. */
    static Optional<String> sentence(Advice advice) {
        if (advice.recommendations().isEmpty()) {
            return Optional.empty();
        }
        if (!isKnown(advice)) {
            return Optional.of(
                    "Write time of the workload: nothing is known to be written to its tables");
        }
        return Optional.of(
                "Write time of the workload: the recommended indexes add about "
                        + shown(advice.writes().overhead()));
    }

    /** A share of what writes take, for a table. */
    static String cell(Advice advice, double overhead) {
        return isKnown(advice) ? "+" + shown(overhead) : UNKNOWN;
    }

    private static boolean isKnown(Advice advice) {
        return advice.writes().before() > 0;
    }

    private static String shown(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
