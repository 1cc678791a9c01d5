package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One transaction on a monitored server that can only read; closing it rolls it back.
 *
 * <p>All its settings are local to the transaction, so that it works through PgBouncer in
 * transaction mode and leaves nothing behind. It takes no lock stronger than ACCESS SHARE, and
 * waits for none longer than {@link Deadlines#LOCK}.
 */
public final class ReadTransaction implements AutoCloseable {
    /** Beyond this an answer is no catalogue any more, whatever the server says. */
    static final int MOST_ROWS = 5_000_000;

    /** A share of memory, so that a server cannot fill it. */
    private static final long MOST_CHARACTERS = Runtime.getRuntime().maxMemory() / 3;

    /**
     * In one message with BEGIN: a role's own timeouts may be shorter than the way to the server.
     */
    static final String BEGINNING =
            "SET /* pgwright:postgres.session */ TRANSACTION ISOLATION LEVEL REPEATABLE READ;"
                    + " SET /* pgwright:postgres.session */ LOCAL"
                    + " idle_in_transaction_session_timeout = 0;"
                    + " SET /* pgwright:postgres.session */ LOCAL statement_timeout = "
                    + Deadlines.SESSION.duration().toMillis();

    private static final int ROWS_A_FETCH = 1_000;
    private static final int CLIENT_GRACE_MILLIS = 5_000;

    private final Connection connection;
    private final int major;
    private Deadlines inForce = Deadlines.SESSION;

    private ReadTransaction(Connection connection, int major) {
        this.connection = connection;
        this.major = major;
    }

    /** The connection is in autocommit mode and must not be used otherwise meanwhile. */
    static ReadTransaction begin(Connection connection, int major) {
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(BEGINNING);
            }
            ReadTransaction transaction = new ReadTransaction(connection, major);
            transaction.waitOnClient(Deadlines.SESSION);
            transaction.rows(
                    Query.named("postgres.session", major),
                    Deadlines.SESSION,
                    row -> row.text("set_config"),
                    millis(Deadlines.SESSION),
                    millis(Deadlines.LOCK),
                    millis(Deadlines.IDLE));
            return transaction;
        } catch (SQLException e) {
            throw ServerFailure.of("starting to read", Deadlines.SESSION, e);
        }
    }

    /** The major that decides which variant of a query is run, 14 to 18. */
    public int major() {
        return major;
    }

    /**
     * The answer of a query of ours.
     *
     * @param name such as {@code snapshot.indexes}
     */
    public <T> List<T> rows(
            String name, Deadlines deadline, RowReader<T> reader, Object... parameters) {
        return rows(Query.named(name, major), deadline, reader, parameters);
    }

    /** The answer of a query. */
    public <T> List<T> rows(
            Query query, Deadlines deadline, RowReader<T> reader, Object... parameters) {
        List<T> values = new ArrayList<>();
        each(query, deadline, row -> values.add(reader.read(row)), parameters);
        return values;
    }

    /** Shows each row of the answer of a query of ours. */
    public void each(String name, Deadlines deadline, RowVisitor visitor, Object... parameters) {
        each(Query.named(name, major), deadline, visitor, parameters);
    }

    /** Shows each row; at most {@value #MOST_ROWS}, fetched in portions. */
    public void each(Query query, Deadlines deadline, RowVisitor visitor, Object... parameters) {
        enforce(deadline);
        long end = System.nanoTime() + deadline.duration().toNanos();
        int rows = 0;
        try (PreparedStatement statement = prepared(query, parameters);
                ResultSet result = statement.executeQuery()) {
            Row row = new Row(result);
            while (result.next()) {
                visitor.visit(row);
                if (++rows > MOST_ROWS || row.characters() > MOST_CHARACTERS) {
                    throw tooLarge(query);
                }
                if (System.nanoTime() - end > 0) {
                    throw tooLate(query, deadline, rows);
                }
            }
        } catch (SQLException e) {
            throw ServerFailure.of("running " + query.name(), deadline, e);
        }
    }

    /** The only row of an answer; a query that gives another number is a defect. */
    public <T> T row(String name, Deadlines deadline, RowReader<T> reader, Object... parameters) {
        List<T> rows = rows(name, deadline, reader, parameters);
        if (rows.size() != 1) {
            throw new IllegalStateException(name + " gave " + rows.size() + " rows, not one");
        }
        return rows.getFirst();
    }

    /**
     * The answer of a statement that goes to the server as it is, in the simple protocol: {@code
     * $1} and {@code ?} in it are the server's own, not parameters of ours. Empty for a statement
     * without an answer, such as PREPARE.
     */
    public <T> List<T> verbatim(Query query, Deadlines deadline, RowReader<T> reader) {
        enforce(deadline);
        List<T> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement
                    .unwrap(BaseStatement.class)
                    .executeWithFlags(query.sql(), QueryExecutor.QUERY_EXECUTE_AS_SIMPLE);
            try (ResultSet result = statement.getResultSet()) {
                while (result != null && result.next()) {
                    values.add(reader.read(new Row(result)));
                }
            }
            return values;
        } catch (SQLException e) {
            throw ServerFailure.of("running " + query.name(), deadline, e);
        }
    }

    /**
     * Does work that may fail without ending the transaction, and gives back the locks that it
     * took. A lost connection is not survived: that failure is thrown.
     */
    public <T> Attempt<T> attempt(Supplier<T> work) {
        savepoint();
        Deadlines before = inForce;
        try {
            T value = work.get();
            rollBack(before);
            return new Attempt.Done<>(value);
        } catch (PgwrightException failure) {
            if (ServerFailure.endsConnection(failure)) {
                throw failure;
            }
            rollBack(before);
            return new Attempt.Failed<>(failure);
        }
    }

    /** Does work and gives back the locks that it took. */
    public <T> T giveBackLocks(Supplier<T> work) {
        return switch (attempt(work)) {
            case Attempt.Done<T>(T value) -> value;
            case Attempt.Failed<T>(PgwrightException failure) -> throw failure;
        };
    }

    /** Ends the transaction; whatever it held is given back. */
    @Override
    public void close() {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw ServerFailure.of("ending the transaction", inForce, e);
        }
    }

    /** A {@code text[]} parameter. */
    public Object array(List<String> values) {
        try {
            return connection.createArrayOf("text", values.toArray());
        } catch (SQLException e) {
            throw ServerFailure.of("passing a list", inForce, e);
        }
    }

    /** A {@code bigint[]} parameter, also for oids. */
    public Object numbers(List<Long> values) {
        try {
            return connection.createArrayOf("bigint", values.toArray());
        } catch (SQLException e) {
            throw ServerFailure.of("passing a list", inForce, e);
        }
    }

    private PreparedStatement prepared(Query query, @Nullable Object[] parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.sql());
        try {
            statement.setFetchSize(ROWS_A_FETCH);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void enforce(Deadlines deadline) {
        if (deadline == inForce) {
            return;
        }
        waitOnClient(deadline);
        String sql = Query.named("postgres.statement_timeout", major).sql();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, millis(deadline));
            statement.execute();
            inForce = deadline;
        } catch (SQLException e) {
            throw ServerFailure.of("setting a deadline", deadline, e);
        }
    }

    private void waitOnClient(Deadlines deadline) {
        try {
            int millis = Math.toIntExact(deadline.duration().toMillis()) + CLIENT_GRACE_MILLIS;
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLException e) {
            throw ServerFailure.of("setting a deadline", deadline, e);
        }
    }

    /**
     * Savepoints all have one name, of which the server takes the youngest: the driver would number
     * them, and each number takes a place in pg_stat_statements.
     */
    private void savepoint() {
        try {
            command("postgres.savepoint");
        } catch (SQLException e) {
            throw ServerFailure.of("setting a savepoint", inForce, e);
        }
    }

    /** The server takes back settings made since the savepoint too: the deadline is one of them. */
    private void rollBack(Deadlines before) {
        try {
            command("postgres.rollback_to_savepoint");
            command("postgres.release_savepoint");
            inForce = before;
            waitOnClient(before);
        } catch (SQLException e) {
            throw ServerFailure.of("returning to a savepoint", inForce, e);
        }
    }

    private void command(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Query.named(name, major).sql());
        }
    }

    private static PgwrightException tooLarge(Query query) {
        return new PgwrightException(
                ErrorCode.INTERNAL,
                "the answer of " + query.name() + " does not fit in memory",
                "give pgwright more memory (-Xmx)");
    }

    private static PgwrightException tooLate(Query query, Deadlines deadline, int rows) {
        return ServerFailure.of(
                "running " + query.name() + " (" + rows + " rows read)",
                deadline,
                new SQLException("too much", SqlState.QUERY_CANCELED.code()));
    }

    private static String millis(Deadlines deadline) {
        return Long.toString(deadline.duration().toMillis());
    }
}
