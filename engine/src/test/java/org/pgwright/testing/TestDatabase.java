package org.pgwright.testing;

import org.pgwright.catalog.Identifier;
import org.pgwright.embedded.EmbeddedPostgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A database on a test server.
 *
 * @param user a superuser
 */
public record TestDatabase(
        EmbeddedPostgres server, String name, String host, int port, String user, String password)
        implements AutoCloseable {
    private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);

    private static final String SCANS_OF_MARKER =
            """
            SELECT seq_scan + idx_scan FROM pg_stat_all_tables
             WHERE relid = 'pg_largeobject_metadata'::regclass
            """;

    static TestDatabase create(EmbeddedPostgres server, String name) {
        execute(server, "CREATE DATABASE " + Identifier.quoted(name) + " TEMPLATE template0");
        return new TestDatabase(
                server,
                name,
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                server.superuserPassword());
    }

    /** A new connection as superuser. */
    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    /** Runs statements as superuser, each on its own. */
    public TestDatabase execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return this;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Vacuums and analyzes everything; all pages are all-visible then. A row of a transaction whose
     * commit is not on disk yet would not count as visible (README of access/transam, "Asynchronous
     * Commit"), nor one of which a neighbour in the commit log is not.
     */
    public TestDatabase vacuumed() {
        return execute("SET synchronous_commit = on", "CHECKPOINT", "VACUUM (ANALYZE)");
    }

    /**
     * Runs statements as superuser, and returns when the server's statistics have counted what they
     * did. Nobody else may scan pg_largeobject_metadata here meanwhile.
     */
    public TestDatabase executeCounted(String... statements) {
        long before = scansOfMarker();
        execute(statements);
        execute("SELECT count(*) FROM pg_largeobject_metadata");
        long end = System.nanoTime() + COUNTED_WITHIN.toNanos();
        while (scansOfMarker() == before) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the server has not counted scans in time");
            }
        }
        return this;
    }

    private long scansOfMarker() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCANS_OF_MARKER)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A connection string with the password in it. */
    public String uri() {
        return "postgres://" + user + ":" + password + "@" + host + ":" + port + "/" + name;
    }

    /** Drops the database, whoever is connected to it. */
    @Override
    public void close() {
        execute(server, "DROP DATABASE IF EXISTS " + Identifier.quoted(name) + " WITH (FORCE)");
    }

    private static void execute(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
