package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.process.ServerProcesses;
import org.pgwright.catalog.Identifier;
import org.pgwright.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A server to watch, reached over the loopback interface, with a role for an application and one
 * for pgwright that may do no more than the documentation asks for.
 */
public final class WatchedServer implements AutoCloseable {
    /** Pgwright's role. */
    public static final String WATCHER = "pgwright";

    /** The application's role. */
    public static final String APPLICATION = "app";

    private static final int MAJOR = 18;

    /** Parallel workers come and go, and would be taken for backends of ours that ended. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "shared_preload_libraries", "pg_stat_statements",
                    "shared_buffers", "512MB",
                    "max_connections", "200",
                    "max_parallel_workers_per_gather", "0",
                    "jit", "off");

    private final EmbeddedPostgres server;

    private WatchedServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param settings beside those of such a server; they win
     */
    public static WatchedServer start(Machine machine, Map<String, String> settings)
            throws SQLException {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        WatchedServer started =
                new WatchedServer(
                        machine.networkServer(machine.installations().ofMajor(MAJOR), all));
        try (Connection connection = started.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String role : List.of(WATCHER, APPLICATION)) {
                statement.execute(
                        "CREATE ROLE %s LOGIN PASSWORD '%s'"
                                .formatted(role, started.server.superuserPassword()));
            }
            statement.execute("GRANT pg_monitor TO " + WATCHER);
            return started;
        } catch (SQLException failure) {
            started.close();
            throw failure;
        }
    }

    /** Makes a database with pg_stat_statements whose tables the application may use. */
    public void createDatabase(String name) throws SQLException {
        try (Connection connection = connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + Identifier.quoted(name));
        }
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION pg_stat_statements");
            statement.execute(
                    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO "
                            + APPLICATION);
        }
    }

    /** Makes copies of a database that nobody is connected to. */
    public void copy(String template, List<String> names) throws SQLException {
        try (Connection connection = connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String name : names) {
                statement.execute(
                        "CREATE DATABASE %s TEMPLATE %s"
                                .formatted(Identifier.quoted(name), Identifier.quoted(template)));
            }
        }
    }

    /** As superuser. */
    public Connection connect(String database) throws SQLException {
        return server.connect(database);
    }

    /** As the application. */
    public Connection connectApplication(String database) throws SQLException {
        return server.connect(APPLICATION, database, server.superuserPassword(), new Properties());
    }

    /** The processes of the server. */
    public ServerProcesses processes() throws IOException {
        return ServerProcesses.of(server);
    }

    /** How pgwright reaches a database of it. */
    public ServerUrl url(String database) {
        return ServerUrl.of(server, WATCHER, database);
    }

    /** How the application reaches a database of it. */
    public ServerUrl applicationUrl(String database) {
        return ServerUrl.of(server, APPLICATION, database);
    }

    @Override
    public void close() {
        server.close();
    }
}
