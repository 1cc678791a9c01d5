package org.pgwright.demo;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Identifier;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL with the ML registry in it, made for one demo: it is gone, data and all, when it is
 * closed or the process ends.
 */
final class DemoServer implements AutoCloseable {
    static final int MAJOR = 18;
    static final String DATABASE = "mlregistry";

    /** Where pgwright remembers what it did. */
    private static final String REPOSITORY = "pgwright";

    private final EmbeddedPostgres server;
    private final Connection connection;

    private DemoServer(EmbeddedPostgres server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    static DemoServer start(DemoOptions options, Progress progress) throws SQLException {
        progress.step("Starting PostgreSQL " + MAJOR, 0, 0);
        EmbeddedPostgres server =
                EmbeddedPostgres.start(
                        EmbeddedOptions.temporary(
                                        options.installations().ofMajor(MAJOR), options.cache())
                                .with(
                                        Map.of(
                                                "shared_preload_libraries", "pg_stat_statements",
                                                "shared_buffers", "256MB",
                                                "random_page_cost", "1.1",
                                                "max_wal_size", "4GB")));
        try {
            createDatabase(server);
            return new DemoServer(server, server.connect(DATABASE));
        } catch (SQLException e) {
            server.close();
            throw e;
        }
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String name : List.of(DATABASE, REPOSITORY)) {
                statement.execute("CREATE DATABASE " + Identifier.quoted(name));
            }
        }
    }

    /** The connection that the application of the demo uses, in autocommit mode. */
    Connection connection() {
        return connection;
    }

    /** How pgwright reaches it. */
    ConnectionSettings settings() {
        return settings(DATABASE);
    }

    /** How pgwright reaches its repository. */
    ConnectionSettings repositorySettings() {
        return settings(REPOSITORY);
    }

    private ConnectionSettings settings(String database) {
        return ConnectionSettings.to(
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                database,
                server.superuserPassword());
    }

    void load(double scale, Progress progress) throws SQLException {
        MlRegistry.load(connection, scale, progress);
        execute("CREATE EXTENSION pg_stat_statements");
    }

    /** From here on the server counts statements anew. */
    void forgetStatements() throws SQLException {
        execute("SELECT pg_stat_statements_reset()");
    }

    /** Of the database with everything in it. */
    Bytes size() throws SQLException {
        return new Bytes(number("SELECT pg_database_size(current_database())"));
    }

    long rows(String table) throws SQLException {
        return number("SELECT count(*) FROM " + Identifier.quoted(table));
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            server.close();
        }
    }
}
