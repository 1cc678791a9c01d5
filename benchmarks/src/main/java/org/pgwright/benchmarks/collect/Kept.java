package org.pgwright.benchmarks.collect;

import org.jspecify.annotations.Nullable;
import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.process.ServerProcesses;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A repository on a server of its own, which outlives the commands that use it. */
public final class Kept implements AutoCloseable {
    private static final String DATABASE = "pgwright";

    private static final String KNOWN =
            """
            SELECT FROM pg_database WHERE datname = 'pgwright'
            """;

    private final EmbeddedPostgres server;
    private final Repository repository;

    private Kept(EmbeddedPostgres server, Repository repository) {
        this.server = server;
        this.repository = repository;
    }

    /** An empty one. */
    public static Kept start(Machine machine) throws SQLException {
        return on(machine.repositoryServer(true));
    }

    /** An empty one that does not wait for the disk, for questions that are not of time. */
    public static Kept startHasty(Machine machine) throws SQLException {
        return on(machine.repositoryServer(false));
    }

    /**
     * One that does not wait for the disk.
     *
     * @param data the folder that keeps it for another run; null for one that goes with it
     */
    public static Kept startHasty(Machine machine, @Nullable Path data) throws SQLException {
        return on(machine.repositoryServer(false, data));
    }

    private static Kept on(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            try (ResultSet known = statement.executeQuery(KNOWN)) {
                if (!known.next()) {
                    statement.execute("CREATE DATABASE " + DATABASE);
                }
            }
            return new Kept(
                    server,
                    Repository.open(
                            new RepositoryLocation.Server(url(server).settings()),
                            () -> {
                                throw new IllegalStateException("it is on a server that runs");
                            }));
        } catch (SQLException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private static ServerUrl url(EmbeddedPostgres server) {
        return ServerUrl.of(server, EmbeddedPostgres.SUPERUSER, DATABASE);
    }

    /** How the command reaches it. */
    public ServerUrl url() {
        return url(server);
    }

    public Repository repository() {
        return repository;
    }

    /** A connection of its own. */
    public Connection connect() throws SQLException {
        return server.connect(DATABASE);
    }

    /** The processes of its server. */
    public ServerProcesses processes() throws IOException {
        return ServerProcesses.of(server);
    }

    @Override
    public void close() {
        repository.close();
        server.close();
    }
}
