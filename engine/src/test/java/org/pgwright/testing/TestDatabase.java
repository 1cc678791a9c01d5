package org.pgwright.testing;

import org.pgwright.catalog.Identifier;
import org.pgwright.embedded.EmbeddedPostgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database on a test server.
 *
 * @param user a superuser
 */
public record TestDatabase(
        EmbeddedPostgres server, String name, String host, int port, String user, String password)
        implements AutoCloseable {
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
