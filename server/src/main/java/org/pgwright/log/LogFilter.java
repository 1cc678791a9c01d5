package org.pgwright.log;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which events count.
 *
 * @param since null for all
 * @param until not included; null for all
 * @param shortestMillis statements that took less do not count
 */
public record LogFilter(@Nullable Instant since, @Nullable Instant until, double shortestMillis) {
    /** All count. */
    public static final LogFilter ALL = new LogFilter(null, null, 0);

    /** Whether something at a time counts; what has no time counts always. */
    boolean includes(@Nullable Instant time) {
        return time == null
                || ((since == null || !time.isBefore(since))
                        && (until == null || time.isBefore(until)));
    }
}
