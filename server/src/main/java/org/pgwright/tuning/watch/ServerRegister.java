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
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which servers are to be watched, in an open repository: registers, lists and removes them, and
 * knows how to reach them.
 */
public final class ServerRegister {
    private final Repository repository;
    private final NodeConnections stored;
    private final ConnectionEnvironment environment;
    private final InstantSource clock;
    private final Ids ids;

    /**
     * @param location of the repository, which may have its key
     * @param environment where keys and the passwords that are not stored come from
     */
    public ServerRegister(
            Repository repository,
            RepositoryLocation location,
            ConnectionEnvironment environment,
            InstantSource clock,
            Ids ids) {
        this.repository = repository;
        this.stored =
                new NodeConnections(
                        repository, new EncryptionKeys(environment.variables(), location));
        this.environment = environment;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Connects to a server once, to see which it is.
     *
     * @throws PgwrightException if it cannot be reached
     */
    public static ServerSeen look(ConnectionSettings server) {
        try (TargetReader reader = TargetReader.open(server);
                ReadTransaction transaction = reader.begin()) {
            return ServerSeen.of(server, reader.role(), ServerCollector.read(transaction));
        }
    }

    /**
     * Registers a server.
     *
     * @param name of its instance; null for what it is called already, or {@code host:port}
     * @param password to keep, encrypted; null for none
     * @throws PgwrightException USAGE if there is no key
     */
    public RegisteredNode add(ServerSeen seen, @Nullable String name, @Nullable Secret password) {
        if (password != null) {
            // Before anything is registered: there may be no key.
            stored.checkKey();
        }
        RegisteredNode node = new Instances(repository, clock, ids).register(seen, name);
        if (password != null) {
            stored.storePassword(node, password);
        }
        return node;
    }

    /**
     * Connects to a server that somebody named in a form, and registers it with its password.
     *
     * @throws PgwrightException if it cannot be reached; USAGE if there is no key for its password
     */
    public RegisteredNode add(ServerForm form) {
        return add(look(form.settings()), form.givenName(), form.password());
    }

    /** All that are registered. */
    public List<Server> all() {
        return new RegisteredServers(repository).all();
    }

    /**
     * Removes an instance, or one of its servers; what they did stays.
     *
     * @param address of the server, as they are listed; null for all
     * @throws PgwrightException NOT_FOUND if there is none of that name or address
     */
    public void remove(String name, @Nullable String address) {
        RegisteredServers servers = new RegisteredServers(repository);
        boolean isRemoved =
                address == null ? servers.remove(name) : servers.removeServer(name, address);
        if (!isRemoved) {
            throw unknown(servers.all(), name, address);
        }
    }

    /**
     * How to reach all that are registered: with their stored passwords, or else those of the
     * environment.
     *
     * @throws PgwrightException USAGE if passwords are stored, but their key is missing or another
     */
    public List<ConnectionSettings> connections() {
        return all().stream().map(this::connection).toList();
    }

    /**
     * How to reach the primary of an instance.
     *
     * @throws PgwrightException NOT_FOUND if it has none that is registered
     */
    public ConnectionSettings primary(UUID instance) {
        return all().stream()
                .filter(server -> server.node().instanceId().equals(instance))
                .filter(server -> !server.isStandby())
                .findFirst()
                .map(this::connection)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.NOT_FOUND,
                                        "no primary of the instance is registered",
                                        "register it with pgwright instance add"));
    }

    /**
     * A server, and how to reach it.
     *
     * @param address as it is listed
     */
    public record Reached(String address, ConnectionSettings settings) {}

    /**
     * How to reach a server of an instance.
     *
     * @param address as it is listed; null for the primary
     * @throws PgwrightException NOT_FOUND if it has none of that address
     */
    public Reached server(UUID instance, @Nullable String address) {
        return all().stream()
                .filter(server -> server.node().instanceId().equals(instance))
                .filter(
                        server ->
                                address == null
                                        ? !server.isStandby()
                                        : server.node().address().equals(address))
                .findFirst()
                .map(server -> new Reached(server.node().address(), connection(server)))
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.NOT_FOUND,
                                        "the instance has no such server",
                                        "name one as pgwright instance list has it"));
    }

    private ConnectionSettings connection(Server server) {
        ConnectionSettings settings = stored.connection(server.node());
        return server.hasPassword() ? settings : withPasswords(settings);
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
                ErrorCode.NOT_FOUND,
                isInstance
                        ? name + " has no server '" + address + "'"
                        : "no instance is called '" + name + "'",
                there.isEmpty() ? "none is registered" : "there are: " + there);
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
}
