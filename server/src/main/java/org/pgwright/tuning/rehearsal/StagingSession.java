package org.pgwright.tuning.rehearsal;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.EndSignal;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Connector;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.SqlState;
import org.pgwright.workload.StatementText;
import org.postgresql.core.Parser;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs statements that are not ours on a copy of a database, each in a transaction of its own that
 * is always rolled back.
 *
 * <p>Sends exactly one statement at a time, in the extended protocol, where the server takes no
 * more. What a function does outside of its transaction is done.
 */
final class StagingSession implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);

    /** For the server to end a statement by itself before we give it up. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final String CONNECTION = "08";
    private static final String SHUTDOWN = "57P";
    private static final String DATA = "22";

    private final ConnectionSettings settings;
    private final Limits limits;
    private final EndSignal stop;
    private Connection connection;

    /**
     * How long a statement may take.
     *
     * @param lock how long it may wait for a lock of somebody else
     */
    record Limits(Duration statement, Duration lock) {}

    /** How a run ended. */
    sealed interface Ran {
        /**
         * @param millis of the execution, by the server
         * @param json what EXPLAIN printed
         */
        record Done(double millis, String json) implements Ran {}

        /** It took longer than it may. */
        record TimedOut() implements Ran {}

        /** The server refused it, in its own words. */
        record Refused(String reason) implements Ran {}

        /** Somebody wants the rehearsal to end. */
        record Stopped() implements Ran {}
    }

    private StagingSession(
            ConnectionSettings settings, Limits limits, EndSignal stop, Connection connection) {
        this.settings = settings;
        this.limits = limits;
        this.stop = stop;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param stop ends a statement at work, too
     * @throws org.pgwright.error.PgwrightException if the server cannot be reached
     */
    static StagingSession open(ConnectionSettings settings, Limits limits, EndSignal stop) {
        return new StagingSession(settings, limits, stop, connect(settings, limits));
    }

    private static Connection connect(ConnectionSettings settings, Limits limits) {
        Connection connection = Connector.connect(settings);
        try {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(limits.statement().plus(GRACE).toMillis()));
            return connection;
        } catch (SQLException failure) {
            throw ServerFailure.of("preparing to rehearse", Deadlines.SESSION, failure);
        }
    }

    /** Whether our role may do everything. */
    boolean isSuperuser() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query("superuser").sql())) {
            row.next();
            return row.getBoolean("is_superuser");
        } catch (SQLException failure) {
            throw ServerFailure.of("asking for our role", Deadlines.SESSION, failure);
        } finally {
            rollBack();
        }
    }

    /** The names of a partitioned index's parts on partitions; none for any other, or none. */
    Set<String> partsOf(QualifiedName index) {
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement =
                connection.prepareStatement(query("index_parts").sql())) {
            statement.setString(1, index.quoted());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString("name"));
                }
            }
            return names;
        } catch (SQLException failure) {
            throw ServerFailure.of("asking for parts of an index", Deadlines.SESSION, failure);
        } finally {
            rollBack();
        }
    }

    /**
     * Runs a text once under EXPLAIN ANALYZE and takes back what it did.
     *
     * @throws org.pgwright.error.PgwrightException if the server cannot be reached any more
     */
    Ran run(PlannableStatement text) {
        if (!StatementText.isSingle(text.text())) {
            return new Ran.Refused("it is not exactly one statement");
        }
        if (stop.isGiven()) {
            return new Ran.Stopped();
        }
        try {
            begin(text);
            return explain(query("explain_analyze").withStatement("statement", text.text()).sql());
        } catch (SQLException failure) {
            return ended(failure);
        } finally {
            rollBack();
        }
    }

    /** Our limits come last, as no setting of a role may undo them. */
    private void begin(PlannableStatement text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(query("begin").sql());
        }
        for (Map.Entry<String, String> setting : text.settings().entrySet()) {
            set(setting.getKey(), setting.getValue());
        }
        try (PreparedStatement statement = connection.prepareStatement(query("limits").sql())) {
            statement.setString(1, Long.toString(limits.statement().toMillis()));
            statement.setString(2, Long.toString(limits.lock().toMillis()));
            statement.execute();
        }
        if (text.role() != null) {
            set("role", text.role());
        }
    }

    private void set(String setting, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query("setting").sql())) {
            statement.setString(1, setting);
            statement.setString(2, value);
            statement.execute();
        }
    }

    private Ran explain(String sql) throws SQLException {
        // The driver would send what it takes for several statements one by one.
        if (Parser.parseJdbcSql(sql, true, false, true, false, false).size() != 1) {
            return new Ran.Refused("it is not exactly one statement");
        }
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            Watcher watcher = new Watcher(statement);
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                String json = row.getString(1);
                return new Ran.Done(ExecutedPlanJson.executionMillis(json), json);
            } finally {
                watcher.end();
            }
        } catch (IllegalArgumentException unreadable) {
            return new Ran.Refused("its plan is too large to be read");
        }
    }

    private Ran ended(SQLException failure) {
        if (stop.isGiven()) {
            return new Ran.Stopped();
        }
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(SqlState.QUERY_CANCELED.code())) {
            return new Ran.TimedOut();
        }
        if (state.startsWith(CONNECTION)) {
            return new Ran.Refused("the connection was lost while it ran");
        }
        if (state.startsWith(SHUTDOWN)) {
            return new Ran.Refused("the server ended our session while it ran");
        }
        return new Ran.Refused("the server says: " + said(failure, state));
    }

    /** The server's own sentence; left out where it quotes data. */
    private static String said(SQLException failure, String state) {
        ServerErrorMessage message =
                failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return message == null || state.startsWith(DATA)
                ? "SQLSTATE " + state
                : String.valueOf(message.getMessage());
    }

    /** A connection that is lost takes its transaction with it. */
    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            reopen(lost);
        }
    }

    private void reopen(SQLException lost) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException failure) {
            lost.addSuppressed(failure);
            throw ServerFailure.of("closing the connection", Deadlines.SESSION, lost);
        }
        connection = connect(settings, limits);
    }

    private static Query query(String name) {
        return Query.named("rehearsal." + name, Query.OLDEST_MAJOR);
    }

    /** Ends the connection. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw ServerFailure.of("closing the connection", Deadlines.SESSION, failure);
        }
    }

    /** Ends a statement at work when somebody wants it. */
    private final class Watcher {
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final Thread thread;

        private Watcher(Statement statement) {
            thread = Thread.ofVirtual().start(() -> watch(statement));
        }

        private void watch(Statement statement) {
            while (!isOver.get()) {
                if (stop.isGiven()) {
                    cancel(statement);
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }

        private void cancel(Statement statement) {
            try {
                statement.cancel();
            } catch (SQLException failure) {
                // The server ends it after its time; then the signal is seen.
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }

        private void end() {
            isOver.set(true);
            LockSupport.unpark(thread);
        }
    }
}
