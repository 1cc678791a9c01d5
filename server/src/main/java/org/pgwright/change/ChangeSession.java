package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Connector;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.SqlState;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.strategy.ChangeSteps.Backend;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A session on a monitored server that may write; nothing else opens one.
 *
 * <p>It shows as application {@value TargetReader#APPLICATION_NAME}, its statements are signed, and
 * they may take as long as they need. The server ends it within seconds of our end, whatever it
 * does ({@code client_connection_check_interval}). It needs a session of its own: a direct
 * connection, no pooler. Not safe for use by several threads at once.
 */
public final class ChangeSession implements AutoCloseable {
    private static final int PROBE_SECONDS = 5;
    private static final String NO_LIMIT = "0";

    /** Catalogs are hardly ever locked. */
    private static final String LOOK = "5s";

    /** How soon the server notices that we are gone, while it is at work. */
    private static final String CHECK_CLIENT =
            "SET /* pgwright:change.session */ client_connection_check_interval = '2s'";

    private final ConnectionSettings settings;
    private volatile Connection connection;
    private Backend backend;

    private ChangeSession(ConnectionSettings settings, Connection connection, Backend backend) {
        this.settings = settings;
        this.connection = connection;
        this.backend = backend;
    }

    /**
     * Connects.
     *
     * @throws PgwrightException CONNECTION_FAILED or AUTHENTICATION_FAILED; USAGE if there is a
     *     pooler in between, on which neither a setting nor a lock is sure to be ours
     */
    public static ChangeSession open(ConnectionSettings settings) {
        Connection connection = Connector.connect(settings);
        try {
            // Before anything is set, which a pooler would pass on to applications.
            Backend backend = backend(connection);
            refusePooler(connection, backend);
            prepare(connection);
            return new ChangeSession(settings, connection, backend);
        } catch (SQLException e) {
            closeAfter(connection, e);
            throw ServerFailure.of("preparing to change", Deadlines.SESSION, e);
        } catch (PgwrightException e) {
            closeAfter(connection, e);
            throw e;
        }
    }

    /** Where it leads. */
    ConnectionSettings settings() {
        return settings;
    }

    /** The server's process behind it. */
    Backend backend() {
        return backend;
    }

    /** In autocommit mode. */
    Connection connection() {
        return connection;
    }

    /**
     * Has the server cancel what it does for us, from another thread, as often as it is called; a
     * statement of the driver does so only once.
     */
    void breakOff() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException unreachable) {
            // Then the connection is as good as lost, and whoever waits for it notices by itself.
            return;
        }
    }

    /** Whether the server still answers. */
    boolean isAlive() throws SQLException {
        return connection.isValid(PROBE_SECONDS);
    }

    /**
     * Connects again after the connection was lost.
     *
     * @throws PgwrightException as {@link #open}
     */
    void reopen() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw ServerFailure.of("closing the connection", Deadlines.SESSION, e);
        }
        ChangeSession next = open(settings);
        connection = next.connection;
        backend = next.backend;
    }

    /** Sets how long the next statements may wait for a lock, and how long they may take. */
    void limit(Duration lockTimeout, Duration statementTimeout) throws SQLException {
        Query query = Query.named("change.timeouts", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, Long.toString(lockTimeout.toMillis()));
            statement.setString(2, Long.toString(statementTimeout.toMillis()));
            statement.execute();
        }
    }

    /** Whether a process of the server is still the one that worked for us. */
    boolean isAtWork(Backend other) throws SQLException {
        Query query = Query.named("change.backend_alive", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setInt(1, other.pid());
            statement.setLong(2, ChronoUnit.MICROS.between(Instant.EPOCH, other.startedAt()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong("alive") > 0;
            }
        }
    }

    /** Who is in the way of a change of the table. */
    List<LockHolder> holders(QualifiedName table, LockHolder.Need need, Duration olderThan)
            throws SQLException {
        return LockHolder.of(connection, table, need, olderThan);
    }

    private static void prepare(Connection connection) throws SQLException {
        Query query = Query.named("change.session", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, TargetReader.APPLICATION_NAME);
            statement.setString(2, LOOK);
            statement.setString(3, NO_LIMIT);
            statement.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(CHECK_CLIENT);
        } catch (SQLException refused) {
            // A server on Windows cannot; it then notices when the statement ends.
            if (SqlState.of(refused.getSQLState()) != SqlState.INVALID_PARAMETER) {
                throw refused;
            }
        }
        // A build is silent for as long as it takes.
        connection.setNetworkTimeout(Runnable::run, 0);
    }

    private static Backend backend(Connection connection) throws SQLException {
        Query query = Query.named("change.backend", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql());
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Backend(
                    row.getInt("pid"),
                    Instant.EPOCH.plus(row.getLong("started_at_micros"), ChronoUnit.MICROS));
        }
    }

    /** A pooler tells a process of its own in the beginning. */
    private static void refusePooler(Connection connection, Backend backend) throws SQLException {
        if (connection.unwrap(PGConnection.class).getBackendPID() != backend.pid()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the connection leads through a pooler such as PgBouncer, on which a setting or"
                            + " a lock can end up in another session",
                    "name the server's own address and port");
        }
    }

    private static void closeAfter(Connection connection, Exception failure) {
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
