package org.pgwright.repository;

import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param samples what was counted and seen, look by look; they are dropped only once they are
 *     summed up, or twice as old
 * @param log what ran, what the server logged, activity by the minute and events of sessions
 * @param hours sums by the hour, use of indexes by the day, bloat
 */
public record Retention(Duration samples, Duration log, Duration hours) {
    /** Partitions are days. */
    private static final Duration SHORTEST = Duration.ofDays(1);

    private static final Duration LONGEST = Duration.ofDays(3660);

    /** Two weeks, three months, thirteen months and a few days. */
    public static final Retention DEFAULT =
            new Retention(Duration.ofDays(14), Duration.ofDays(90), Duration.ofDays(400));

    public Retention {
        for (Duration kept : new Duration[] {samples, log, hours}) {
            if (kept.compareTo(SHORTEST) < 0 || kept.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "things are kept for 1 to 3660 days, not for " + kept);
            }
        }
    }

    /** What is kept alike. */
    enum Kind {
        SAMPLES,
        LOG,
        HOURS
    }

    Duration of(Kind kind) {
        return switch (kind) {
            case SAMPLES -> samples;
            case LOG -> log;
            case HOURS -> hours;
        };
    }
}
