package org.pgwright.repository;

import java.sql.Connection;
import java.util.function.Supplier;

/** The server that the repository is on. */
sealed interface RepositoryServer extends AutoCloseable permits EmbeddedServer, NamedServer {
    /** That of a location; nothing is started or connected to yet. */
    static RepositoryServer of(RepositoryLocation location, Supplier<LocalPostgres> local) {
        return switch (location) {
            case RepositoryLocation.Embedded embedded -> new EmbeddedServer(embedded.data(), local);
            case RepositoryLocation.Server server -> new NamedServer(server.connection());
        };
    }

    /**
     * A new connection, in autocommit mode.
     *
     * @throws org.pgwright.error.PgwrightException if there is none to be had
     */
    Connection connect();

    /** Stops it if it is ours. */
    @Override
    void close();
}
