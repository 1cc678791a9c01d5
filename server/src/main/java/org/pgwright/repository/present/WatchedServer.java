package org.pgwright.repository.present;

import java.time.Instant;

/**
 * A server of an instance.
 *
 * @param isUp whether it was looked at in the last two minutes
 */
public record WatchedServer(
        String server, boolean isStandby, String version, Instant startedAt, boolean isUp) {}
