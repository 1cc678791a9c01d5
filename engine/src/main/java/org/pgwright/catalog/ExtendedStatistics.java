package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A statistics object (CREATE STATISTICS) with what it holds.
 *
 * @param definition {@code pg_get_statisticsobjdef}, every name with its schema
 * @param distinct the bytes of {@code stxdndistinct} in hexadecimal, null where not built or hidden
 * @param dependencies the bytes of the functional dependencies in hexadecimal
 * @param mostCommon the bytes of {@code stxdmcv} in hexadecimal
 * @param inherited whether the statistics are of the table with its children
 */
public record ExtendedStatistics(
        QualifiedName name,
        QualifiedName table,
        String definition,
        boolean inherited,
        @Nullable String distinct,
        @Nullable String dependencies,
        @Nullable String mostCommon) {}
