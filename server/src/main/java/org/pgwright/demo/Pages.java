package org.pgwright.demo;

import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.watch.Stop;

import java.net.URI;
import java.util.function.Consumer;

/** Shows what the demo does in a browser, from a repository that watches its server. */
public interface Pages {
    /** What pages call the server of the demo. */
    String SERVER = "demo";

    /** Remembers the server to be watched, as {@link #SERVER}. */
    void register(RepositoryLocation location, ConnectionSettings server);

    /**
     * Watches and serves in this thread until the stop.
     *
     * @param address told where, once pages can be asked for
     * @param messages told what people should know, a sentence each
     * @throws org.pgwright.error.PgwrightException IN_USE if the port is taken
     */
    void serve(
            RepositoryLocation location,
            Consumer<URI> address,
            Stop stop,
            Consumer<String> messages);
}
