package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.SqlState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumSet;
import java.util.Set;

/** Tells what went wrong with the repository, and whether it may go well the next time. */
final class RepositoryFailure {
    private static final String DATA_EXCEPTION = "22";
    private static final String CONNECTION_EXCEPTION = "08";

    /** What is over when the server is back, or the other session has ended. */
    private static final Set<SqlState> PASSING =
            EnumSet.of(
                    SqlState.RECOVERY_CONFLICT,
                    SqlState.DEADLOCK,
                    SqlState.ADMIN_SHUTDOWN,
                    SqlState.CRASH_SHUTDOWN,
                    SqlState.CANNOT_CONNECT_NOW,
                    SqlState.READ_ONLY,
                    SqlState.TOO_MANY_CONNECTIONS,
                    SqlState.IDLE_SESSION_TIMEOUT,
                    SqlState.IDLE_IN_TRANSACTION);

    private RepositoryFailure() {}

    /** Whether the same work may succeed if it is done again. */
    static boolean mayPass(Throwable failure) {
        PgwrightException told = cause(failure, PgwrightException.class);
        if (told != null && told.code() != ErrorCode.CONNECTION_FAILED) {
            return false;
        }
        SQLException sql = cause(failure, SQLException.class);
        return told != null || (sql != null && mayPass(sql));
    }

    private static boolean mayPass(SQLException failure) {
        SqlState state = SqlState.of(failure.getSQLState());
        return (state != null && PASSING.contains(state))
                || classOf(failure).equals(CONNECTION_EXCEPTION)
                || isOfPool(failure);
    }

    /**
     * The pool's own failures are all of the connection: none was to be had in time, or it was lost
     * and the pool has closed it, which it says without an SQLSTATE.
     */
    private static boolean isOfPool(SQLException failure) {
        return cause(failure, SQLTransientConnectionException.class) != null
                || (failure.getSQLState() == null && !(failure instanceof PSQLException));
    }

    /**
     * The error for people; never with a value that was stored or looked for.
     *
     * @param where the repository, for people
     */
    static PgwrightException of(String where, Throwable failure) {
        PgwrightException told = cause(failure, PgwrightException.class);
        if (told != null) {
            return told;
        }
        if (cause(failure, SocketTimeoutException.class) != null) {
            return new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    where + ": its server does not answer",
                    "check the network and the server's load and try again",
                    failure);
        }
        SQLException sql = cause(failure, SQLException.class);
        SqlState state = sql == null ? null : SqlState.of(sql.getSQLState());
        return switch (state) {
            case null ->
                    new PgwrightException(
                            sql != null && mayPass(sql)
                                    ? ErrorCode.CONNECTION_FAILED
                                    : ErrorCode.INTERNAL,
                            where + ": " + said(sql, failure),
                            "see its server's log",
                            failure);
            case NOT_ALLOWED ->
                    new PgwrightException(
                            ErrorCode.NOT_ALLOWED,
                            where + ": " + state.sentence() + " (" + said(sql, failure) + ")",
                            "let the role own the repository's tables, or connect as their owner",
                            failure);
            case READ_ONLY ->
                    new PgwrightException(
                            ErrorCode.CONNECTION_FAILED,
                            where + ": its server takes no writes",
                            "name the primary, or all of its servers, with --repository",
                            failure);
            default ->
                    new PgwrightException(
                            state.errorCode(),
                            where + ": " + state.sentence() + " (" + said(sql, failure) + ")",
                            state.remedy(),
                            failure);
        };
    }

    /** The server's own sentence; left out where it quotes data. */
    private static String said(@Nullable SQLException failure, Throwable otherwise) {
        if (failure == null) {
            return otherwise.getClass().getSimpleName();
        }
        if (!(failure instanceof PSQLException known)) {
            // The pool's own, such as that all connections are in use.
            return String.valueOf(failure.getMessage());
        }
        ServerErrorMessage message = known.getServerErrorMessage();
        return message == null || classOf(failure).equals(DATA_EXCEPTION)
                ? "SQLSTATE " + failure.getSQLState()
                : String.valueOf(message.getMessage());
    }

    private static String classOf(SQLException failure) {
        String code = failure.getSQLState();
        return code == null || code.length() < 2 ? "" : code.substring(0, 2);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
