package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.collector.ServerCollector;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Secret;
import org.pgwright.postgres.ServerAddress;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.EncryptionKeys;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Instances;
import org.pgwright.repository.NodeConnections;
import org.pgwright.repository.RegisteredNode;
import org.pgwright.repository.RegisteredServers;
import org.pgwright.repository.RegisteredServers.Server;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.ServerSeen;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows which servers are to be watched: registers, lists and removes them. */
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
        try (TargetReader reader = TargetReader.open(server);
                ReadTransaction transaction = reader.begin();
                Repository repository = open.apply(location)) {
            ServerSeen seen =
                    ServerSeen.of(server, reader.role(), ServerCollector.read(transaction));
            if (password != null) {
                // Before anything is registered: there may be no key.
                stored(repository, location).checkKey();
            }
            RegisteredNode node = new Instances(repository, clock, ids).register(seen, name);
            if (password != null) {
                stored(repository, location).storePassword(node, password);
            }
            return node;
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
            return new RegisteredServers(repository).all();
        }
    }

    /**
     * Removes an instance, or one of its servers; what they did stays.
     *
     * @param address of the server, as they are listed; null for all
     * @throws PgwrightException USAGE if there is none of that name or address
     */
    public void remove(RepositoryLocation location, String name, @Nullable String address) {
        try (Repository repository = open.apply(location)) {
            RegisteredServers servers = new RegisteredServers(repository);
            boolean isRemoved =
                    address == null ? servers.remove(name) : servers.removeServer(name, address);
            if (!isRemoved) {
                throw unknown(servers.all(), name, address);
            }
        }
    }

    private static PgwrightException unknown(
            List<Server> servers, String name, @Nullable String address) {
        List<String> addresses =
                servers.stream()
                        .filter(server -> server.node().instanceName().equals(name))
                        .map(server -> server.node().address())
                        .toList();
        boolean isInstance = address != null && !addresses.isEmpty();
        String there =
                isInstance
                        ? String.join(", ", addresses)
                        : servers.stream()
                                .map(server -> server.node().instanceName())
                                .distinct()
                                .collect(Collectors.joining(", "));
        return new PgwrightException(
                ErrorCode.USAGE,
                isInstance
                        ? name + " has no server '" + address + "'"
                        : "no instance is called '" + name + "'",
                there.isEmpty() ? "none is registered" : "there are: " + there);
    }

    /**
     * How to reach all that are registered: with their stored passwords, or else those of the
     * environment.
     *
     * @throws PgwrightException USAGE if passwords are stored, but their key is missing or another
     */
    public List<ConnectionSettings> connections(
            Repository repository, RepositoryLocation location) {
        NodeConnections connections = stored(repository, location);
        List<ConnectionSettings> all = new ArrayList<>();
        for (Server server : new RegisteredServers(repository).all()) {
            ConnectionSettings stored = connections.connection(server.node());
            all.add(server.hasPassword() ? stored : withPasswords(stored));
        }
        return all;
    }

    /** As psql would find them. */
    private ConnectionSettings withPasswords(ConnectionSettings stored) {
        ConnectionSettings found =
                ConnectionSettings.of(
                        new ConnectionOptions(
                                joined(stored, ServerAddress::host),
                                joined(stored, address -> String.valueOf(address.port())),
                                stored.user(),
                                null),
                        environment);
        return new ConnectionSettings(
                found.addresses(),
                stored.user(),
                stored.database(),
                found.password(),
                stored.ssl(),
                stored.applicationName(),
                stored.options(),
                stored.connectTimeout(),
                stored.target(),
                List.of());
    }

    private static String joined(
            ConnectionSettings settings, Function<ServerAddress, String> part) {
        return settings.addresses().stream().map(part).collect(Collectors.joining(","));
    }

    private NodeConnections stored(Repository repository, RepositoryLocation location) {
        return new NodeConnections(
                repository, new EncryptionKeys(environment.variables(), location));
    }
}
