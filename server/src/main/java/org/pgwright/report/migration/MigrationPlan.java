package org.pgwright.report.migration;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How the files are to be.
 *
 * @param isPhased one migration for each phase, instead of one for all
 * @param database whose indexes they are, for people
 * @param at when they were found out; the first version, unless one is given
 * @param firstVersion in digits; null for that of the time
 * @param dependsOn the migration that comes before, for Alembic and Django; null for none
 * @param app the label of Django's application
 */
public record MigrationPlan(
        MigrationFormat format,
        boolean isPhased,
        String database,
        Instant at,
        @Nullable String firstVersion,
        @Nullable String dependsOn,
        String app) {}
