package org.pgwright.web;

/**
 * A server in the overview, as it is shown.
 *
 * @param seen when it was looked at last, in UTC
 */
public record FleetRow(
        String name,
        String connections,
        String active,
        String waiting,
        String cacheHit,
        String slowQueries,
        String size,
        String seen) {}
