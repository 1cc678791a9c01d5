package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.net.SocketTimeoutException;
import java.sql.SQLException;

/** Turns what a server or driver reports during work into an error with a remedy. */
public final class ServerFailure {
    private static final String DATA_EXCEPTION = "22";

    private ServerFailure() {}

    /**
     * The error for a failed statement.
     *
     * @param doing what was being done, such as {@code reading the indexes of shop}
     * @param deadline that was in force
     */
    public static PgwrightException of(String doing, Deadlines deadline, SQLException failure) {
        if (causedBy(failure, SocketTimeoutException.class)) {
            return new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    doing + ": the server has not answered for " + shown(deadline),
                    "check the network and the server's load and try again",
                    failure);
        }
        SqlState state = SqlState.of(failure.getSQLState());
        if (state == SqlState.QUERY_CANCELED) {
            return new PgwrightException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    doing + ": cancelled by the server, at the latest after " + shown(deadline),
                    "try again when the server is less busy",
                    failure);
        }
        if (state == null) {
            return new PgwrightException(
                    connectionClass(failure) ? ErrorCode.CONNECTION_FAILED : ErrorCode.INTERNAL,
                    doing + ": the server reports " + said(failure),
                    "see the server's log",
                    failure);
        }
        return new PgwrightException(
                state.errorCode(),
                doing + ": " + state.sentence() + detail(failure),
                state.remedy(),
                failure);
    }

    /** What the server or driver reported; null where that is none of the states that we know. */
    public static @Nullable SqlState state(PgwrightException failure) {
        return failure.getCause() instanceof SQLException cause
                ? SqlState.of(cause.getSQLState())
                : null;
    }

    /** Whether it comes of what others do and may be gone at the next attempt. */
    public static boolean mayPass(PgwrightException failure) {
        SqlState state = state(failure);
        return isOfSchemaChange(failure)
                || state == SqlState.LOCK_NOT_AVAILABLE
                || state == SqlState.RECOVERY_CONFLICT;
    }

    /** Whether it may come of something that was dropped while we read of it. */
    public static boolean isOfSchemaChange(PgwrightException failure) {
        SqlState state = state(failure);
        return state == SqlState.UNDEFINED_TABLE
                || state == SqlState.UNDEFINED_OBJECT
                || state == SqlState.UNDEFINED_SCHEMA
                || state == SqlState.UNDEFINED_FUNCTION
                || state == SqlState.INTERNAL_ERROR;
    }

    /** Whether a value cannot be computed, such as a number of a text that is none. */
    public static boolean isOfData(PgwrightException failure) {
        return failure.getCause() instanceof SQLException cause
                && classOf(cause).equals(DATA_EXCEPTION)
                && !isUnconvertible(failure);
    }

    /** Whether a text cannot be converted to UTF-8, the encoding that we read. */
    public static boolean isUnconvertible(PgwrightException failure) {
        SqlState state = state(failure);
        return state == SqlState.NOT_IN_ENCODING
                || state == SqlState.NOT_IN_UTF8
                || (state == SqlState.UNDEFINED_FUNCTION
                        && String.valueOf(failure.getMessage()).contains("conversion function"));
    }

    /** Whether the connection cannot be used any more. */
    static boolean endsConnection(PgwrightException failure) {
        if (!(failure.getCause() instanceof SQLException cause)) {
            return false;
        }
        return connectionClass(cause)
                || (classOf(cause).equals("57") && !isCancel(cause))
                || causedBy(cause, SocketTimeoutException.class);
    }

    static boolean causedBy(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    static @Nullable ServerErrorMessage serverMessage(SQLException failure) {
        return failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
    }

    private static boolean isCancel(SQLException failure) {
        return SqlState.QUERY_CANCELED.code().equals(failure.getSQLState());
    }

    private static boolean connectionClass(SQLException failure) {
        return classOf(failure).equals("08");
    }

    private static String classOf(SQLException failure) {
        String code = failure.getSQLState();
        return code == null || code.length() < 2 ? "" : code.substring(0, 2);
    }

    private static String detail(SQLException failure) {
        return serverMessage(failure) == null ? "" : " (" + said(failure) + ")";
    }

    /** The server's own sentence; left out where it quotes data. */
    private static String said(SQLException failure) {
        ServerErrorMessage message = serverMessage(failure);
        if (message == null || classOf(failure).equals(DATA_EXCEPTION)) {
            return "SQLSTATE " + failure.getSQLState();
        }
        return String.valueOf(message.getMessage());
    }

    private static String shown(Deadlines deadline) {
        long millis = deadline.duration().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
