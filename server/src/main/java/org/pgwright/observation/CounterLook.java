package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * When counters were looked at, and what the server says of their age.
 *
 * @param takenAt by the server's clock
 * @param serverStartedAt when the server was started
 * @param statisticsResetAt when all of the counters were reset last; null for never
 * @param evictions how often pg_stat_statements made room since then; 0 for other counters
 * @param isRestricted whether the role may not see everything
 */
public record CounterLook(
        Instant takenAt,
        Instant serverStartedAt,
        @Nullable Instant statisticsResetAt,
        long evictions,
        boolean isRestricted) {}
