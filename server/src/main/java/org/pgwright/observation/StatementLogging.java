package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a server that say which statements it logs with their time, as they are for all,
 * or as a role or database has its own (manual, section 20.8.2).
 *
 * @param database empty for every one
 * @param role empty for every one
 * @param minimumMillis {@code log_min_duration_statement}: below 0 for none; null where it is not
 *     the role's or database's own
 * @param sampleMillis {@code log_min_duration_sample}: likewise
 * @param sampleRate {@code log_statement_sample_rate}, 0 to 1; null likewise
 */
public record StatementLogging(
        String database,
        String role,
        @Nullable Double minimumMillis,
        @Nullable Double sampleMillis,
        @Nullable Double sampleRate) {}
