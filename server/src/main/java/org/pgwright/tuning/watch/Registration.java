package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.Ids;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.RegisteredServers.Server;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.ServerSeen;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Opens the repository for registering, listing and removing servers, and closes it. */
public final class Registration {
    private final Function<RepositoryLocation, Repository> open;
    private final ConnectionEnvironment environment;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param open opens a repository
     * @param environment where keys and the passwords that are not stored come from
     */
    public Registration(
            Function<RepositoryLocation, Repository> open,
            ConnectionEnvironment environment,
            InstantSource clock,
            Ids ids) {
        this.open = open;
        this.environment = environment;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Connects to a server once and registers it.
     *
     * @param name of its instance; null for what it is called already, or {@code host:port}
     * @param withPassword whether to keep its password, encrypted
     * @throws PgwrightException if it cannot be reached; USAGE if there is no password or no key
     */
    public RegisteredNode add(
            RepositoryLocation location,
            ConnectionSettings server,
            @Nullable String name,
            boolean withPassword) {
        Secret password = withPassword ? password(server) : null;
        ServerSeen seen = ServerRegister.look(server);
        try (Repository repository = open.apply(location)) {
            return register(repository, location).add(seen, name, password);
        }
    }

    private static Secret password(ConnectionSettings server) {
        Secret given = server.password();
        Secret found = given != null ? given : server.addresses().getFirst().password();
        if (found == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "there is no password to store",
                    "give it with -W, PGPASSWORD or ~/.pgpass");
        }
        return found;
    }

    /** All that are registered. */
    public List<Server> all(RepositoryLocation location) {
        try (Repository repository = open.apply(location)) {
            return register(repository, location).all();
        }
    }

    /** The same as {@link ServerRegister#remove}. */
    public void remove(RepositoryLocation location, String name, @Nullable String address) {
        try (Repository repository = open.apply(location)) {
            register(repository, location).remove(name, address);
        }
    }

    /** The register of a repository that is open, and stays so. */
    public ServerRegister register(Repository repository, RepositoryLocation location) {
        return new ServerRegister(repository, location, environment, clock, ids);
    }
}
