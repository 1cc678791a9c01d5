package org.pgwright.repository;

import org.pgwright.observation.ServerIdentity;
import org.pgwright.postgres.ConnectionSettings;

import java.time.Instant;

/**
 * A server as it was found, to be registered.
 *
 * @param systemIdentifier of {@code pg_control_system()}, which a primary and its standbys share
 * @param connection how it was reached; its address is the node's
 * @param role that we are there
 * @param version as the server writes it
 * @param startedAt by the server's clock
 */
public record ServerSeen(
        long systemIdentifier,
        ConnectionSettings connection,
        String role,
        boolean standby,
        String version,
        Instant startedAt) {
    /**
     * As a look at it found it.
     *
     * @param role that we are there
     */
    public static ServerSeen of(
            ConnectionSettings connection, String role, ServerIdentity identity) {
        return new ServerSeen(
                identity.systemIdentifier(),
                connection,
                role,
                identity.isStandby(),
                identity.version(),
                identity.startedAt());
    }

    /** What the node is known by. */
    String address() {
        return connection.addresses().getFirst().shown();
    }
}
