package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.StatementLogging;
import org.pgwright.workload.LoggedCalls;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/**
 * What is known of an hour of a server's log.
 *
 * @param logging null if it is not known, or changed within the hour
 * @param from null if nothing of it was read
 */
record LogHour(
        Instant hour,
        @Nullable List<StatementLogging> logging,
        @Nullable Instant from,
        @Nullable Instant until,
        boolean isLossy) {
    private static final double NANOS_A_MILLI = 1e6;
    private static final double LONGEST_MILLIS = 1e12;

    /** Whether something of it was read, and nothing of that is lost. */
    boolean isFollowed() {
        return from != null && until != null && !isLossy;
    }

    /** Whether all of it was read. */
    boolean isWhole() {
        return isFollowed()
                && from != null
                && until != null
                && !from.isAfter(hour)
                && !until.isBefore(hour.plus(1, ChronoUnit.HOURS));
    }

    /** Which calls of a role in a database were logged. */
    LoggedCalls rule(String database, String role) {
        if (logging == null) {
            return LoggedCalls.NONE;
        }
        Double minimum = value(database, role, StatementLogging::minimumMillis);
        Double sample = value(database, role, StatementLogging::sampleMillis);
        Double rate = value(database, role, StatementLogging::sampleRate);
        boolean isSampled = sample != null && sample >= 0 && rate != null && rate > 0 && rate <= 1;
        return new LoggedCalls(
                minimum == null || minimum < 0 ? null : duration(minimum),
                isSampled && sample != null && rate != null
                        ? new LoggedCalls.Sample(duration(sample), rate)
                        : null);
    }

    /**
     * A role's own in the database, the role's, the database's, or that of all (manual, 20.1.3).
     */
    private @Nullable Double value(
            String database, String role, Function<StatementLogging, @Nullable Double> setting) {
        Double found = null;
        int best = -1;
        for (StatementLogging one : logging == null ? List.<StatementLogging>of() : logging) {
            boolean applies =
                    (one.database().isEmpty() || one.database().equals(database))
                            && (one.role().isEmpty() || one.role().equals(role));
            int rank = (one.role().isEmpty() ? 0 : 2) + (one.database().isEmpty() ? 0 : 1);
            Double value = setting.apply(one);
            if (applies && value != null && rank > best) {
                best = rank;
                found = value;
            }
        }
        return found;
    }

    private static Duration duration(double millis) {
        return Duration.ofNanos((long) (Math.min(millis, LONGEST_MILLIS) * NANOS_A_MILLI));
    }
}
