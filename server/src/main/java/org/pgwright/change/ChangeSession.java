package org.pgwright.change;

import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Connector;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.TargetReader;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A session on a monitored server that may write; nothing else opens one.
 *
 * <p>It shows as application {@value TargetReader#APPLICATION_NAME}, its statements are signed, it
 * waits for locks only as long as its {@link ChangeLimits} say, and its statements may take as long
 * as they need. It needs a session of its own: a direct connection, or a pooler in session mode.
 * Not safe for use by several threads at once.
 */
public final class ChangeSession implements AutoCloseable {
    private static final int PROBE_SECONDS = 5;

    private final ConnectionSettings settings;
    private final ChangeLimits limits;
    private Connection connection;

    private ChangeSession(ConnectionSettings settings, ChangeLimits limits, Connection connection) {
        this.settings = settings;
        this.limits = limits;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws org.pgwright.error.PgwrightException CONNECTION_FAILED or AUTHENTICATION_FAILED
     */
    public static ChangeSession open(ConnectionSettings settings, ChangeLimits limits) {
        return new ChangeSession(settings, limits, connected(settings, limits));
    }

    ChangeLimits limits() {
        return limits;
    }

    /** In autocommit mode; a new one if the server has ended the last. */
    Connection connection() throws SQLException {
        if (!connection.isValid(PROBE_SECONDS)) {
            connection.close();
            connection = connected(settings, limits);
        }
        return connection;
    }

    private static Connection connected(ConnectionSettings settings, ChangeLimits limits) {
        Connection connection = Connector.connect(settings);
        try {
            prepare(connection, limits);
            return connection;
        } catch (SQLException e) {
            closeAfter(connection, e);
            throw ServerFailure.of("preparing to change", Deadlines.SESSION, e);
        }
    }

    private static void prepare(Connection connection, ChangeLimits limits) throws SQLException {
        Query query = Query.named("change.session", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, TargetReader.APPLICATION_NAME);
            statement.setString(2, Long.toString(limits.lockTimeout().toMillis()));
            statement.execute();
        }
        // An index build is silent for as long as it takes.
        connection.setNetworkTimeout(Runnable::run, 0);
    }

    private static void closeAfter(Connection connection, SQLException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
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
}
