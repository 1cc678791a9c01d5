package org.pgwright.web.page;

/**
 * A server in the overview, as it is shown.
 *
 * @param address of its page
 * @param seen when it was looked at last, in UTC
 */
public record FleetRow(
        String name,
        String address,
        String connections,
        String active,
        String waiting,
        String cacheHit,
        String slowQueries,
        String size,
        String seen) {}
