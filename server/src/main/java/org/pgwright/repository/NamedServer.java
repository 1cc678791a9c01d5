package org.pgwright.repository;

import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Connector;
import org.pgwright.postgres.SessionTarget;

import java.sql.Connection;

/** A server that somebody else runs. */
record NamedServer(ConnectionSettings settings) implements RepositoryServer {
    /** Of several the one that can be written to, whichever that is at the moment. */
    NamedServer {
        if (settings.addresses().size() > 1 && settings.target() == SessionTarget.ANY) {
            settings = settings.withTarget(SessionTarget.READ_WRITE);
        }
    }

    @Override
    public Connection connect() {
        return Connector.connect(settings);
    }

    @Override
    public void close() {}
}
