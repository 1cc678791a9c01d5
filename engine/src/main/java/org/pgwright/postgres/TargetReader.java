package org.pgwright.postgres;

import org.pgwright.error.PgwrightException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection to a monitored server that only reads: every statement runs in a {@code BEGIN READ
 * ONLY} transaction under a named deadline.
 *
 * <p>It never writes, never changes a setting beyond its transaction, and opens no second
 * connection.
 */
public final class TargetReader implements AutoCloseable {
    /** The application name that the server shows for us. */
    public static final String APPLICATION_NAME = "pgwright";

    private final Connection connection;
    private final ServerVersion version;
    private final String role;
    private final String database;
    private final List<String> warnings;

    private TargetReader(Connection connection, Greeting greeting, List<String> warnings) {
        this.connection = connection;
        this.version = greeting.version;
        this.role = greeting.role;
        this.database = greeting.database;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Connects.
     *
     * @throws PgwrightException CONNECTION_FAILED, AUTHENTICATION_FAILED, NOT_ALLOWED or, for a
     *     server older than 14, UNSUPPORTED_SERVER
     */
    public static TargetReader open(ConnectionSettings settings) {
        Connection connection = Connector.connect(settings);
        try {
            Greeting greeting = greeting(connection);
            greeting.version.refuseIfTooOld();
            List<String> warnings = new ArrayList<>();
            String tooNew = greeting.version.warningIfTooNew();
            if (tooNew != null) {
                warnings.add(tooNew);
            }
            return new TargetReader(connection, greeting, warnings);
        } catch (PgwrightException e) {
            closeAfter(connection, e);
            throw e;
        }
    }

    /** The server's version. */
    public ServerVersion version() {
        return version;
    }

    /** The major that queries are chosen for, 14 to 18. */
    public int major() {
        return version.readAs();
    }

    /** The role that reads. */
    public String role() {
        return role;
    }

    /** The database that is read. */
    public String database() {
        return database;
    }

    /** What the user should know about the server, beside the settings' own warnings. */
    public List<String> warnings() {
        return warnings;
    }

    /** Begins to read; the transaction before must have been closed. */
    public ReadTransaction begin() {
        return ReadTransaction.begin(connection, major());
    }

    /** Ends the connection. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw ServerFailure.of("closing the connection", Deadlines.SESSION, e);
        }
    }

    private static Greeting greeting(Connection connection) {
        Query query = Query.named("postgres.version", Query.OLDEST_MAJOR);
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            Greeting greeting = greet(connection, query);
            connection.rollback();
            connection.setAutoCommit(true);
            return greeting;
        } catch (SQLException e) {
            throw ServerFailure.of("asking for the server's version", Deadlines.SESSION, e);
        }
    }

    private static Greeting greet(Connection connection, Query query) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(ReadTransaction.BEGINNING);
            ResultSet result = statement.executeQuery(query.sql());
            result.next();
            return new Greeting(
                    new ServerVersion(result.getInt("number"), result.getString("version")),
                    result.getString("role"),
                    result.getString("database"));
        }
    }

    private static void closeAfter(Connection connection, PgwrightException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private record Greeting(ServerVersion version, String role, String database) {}
}
