package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;

import java.util.Arrays;

/**
 * The SQLSTATE codes that we tell apart (PostgreSQL manual, appendix A), each with what it means to
 * a user and the remedy.
 */
public enum SqlState {
    CONNECTION_REFUSED(
            "08001",
            ErrorCode.CONNECTION_FAILED,
            "the server cannot be reached",
            "check host and port, and that the server runs and listens there"),
    CONNECTION_REJECTED(
            "08004",
            ErrorCode.CONNECTION_FAILED,
            "the server refused the connection",
            "check the sslmode and the authentication that the server asks for"),
    CONNECTION_LOST(
            "08006",
            ErrorCode.CONNECTION_FAILED,
            "the connection to the server was lost",
            "check that the server is up and try again"),
    CONNECTION_GONE(
            "08003",
            ErrorCode.CONNECTION_FAILED,
            "the connection to the server was lost",
            "check that the server is up and try again"),
    PROTOCOL_VIOLATION(
            "08P01",
            ErrorCode.CONNECTION_FAILED,
            "the server or a pooler before it did not follow the protocol",
            "check that host and port belong to a PostgreSQL server or PgBouncer"),
    INVALID_AUTHORIZATION(
            "28000",
            ErrorCode.AUTHENTICATION_FAILED,
            "the server does not let this user in",
            "check the user's name and the server's pg_hba.conf"),
    INVALID_PASSWORD(
            "28P01",
            ErrorCode.AUTHENTICATION_FAILED,
            "the server refused the password",
            "check user and password (PGPASSWORD or ~/.pgpass)"),
    NO_SUCH_DATABASE(
            "3D000",
            ErrorCode.CONNECTION_FAILED,
            "the database does not exist",
            "check the name; psql -l lists the server's databases"),
    NOT_ALLOWED(
            "42501",
            ErrorCode.NOT_ALLOWED,
            "permission was denied",
            "grant the role what it needs: GRANT pg_monitor, pg_read_all_data TO the role"),
    TOO_MANY_CONNECTIONS(
            "53300",
            ErrorCode.CONNECTION_FAILED,
            "the server has no connection left",
            "end idle sessions, raise max_connections, or connect through the pooler"),
    DISK_FULL(
            "53100",
            ErrorCode.CONNECTION_FAILED,
            "the server's disk is full",
            "make room on the server's disk"),
    OUT_OF_MEMORY(
            "53200",
            ErrorCode.CONNECTION_FAILED,
            "the server is out of memory",
            "free memory on the server, or raise max_locks_per_transaction if its log names it"),
    NOT_IN_STATE(
            "55000",
            ErrorCode.CONNECTION_FAILED,
            "the server is not in the state that this needs",
            "see the server's log"),
    LOCK_NOT_AVAILABLE(
            "55P03",
            ErrorCode.LOCK_TIMEOUT,
            "an object is locked by somebody else",
            "wait until the other session has ended, pg_locks shows it, and try again"),
    QUERY_CANCELED(
            "57014",
            ErrorCode.DEADLINE_EXCEEDED,
            "the statement was cancelled or took longer than its deadline",
            "try again when the server is less busy"),
    ADMIN_SHUTDOWN(
            "57P01",
            ErrorCode.CONNECTION_FAILED,
            "the server ended the connection",
            "the server is shutting down or an administrator ended it; try again later"),
    CRASH_SHUTDOWN(
            "57P02",
            ErrorCode.CONNECTION_FAILED,
            "the server crashed",
            "see the server's log and try again when it is up"),
    CANNOT_CONNECT_NOW(
            "57P03",
            ErrorCode.CONNECTION_FAILED,
            "the server takes no connections now",
            "it is starting up, recovering or shutting down; try again shortly"),
    DATABASE_DROPPED(
            "57P04",
            ErrorCode.CONNECTION_FAILED,
            "the database was dropped",
            "connect to one that exists"),
    IDLE_SESSION_TIMEOUT(
            "57P05", ErrorCode.CONNECTION_FAILED, "the server ended an idle session", "try again"),
    IDLE_IN_TRANSACTION(
            "25P03",
            ErrorCode.CONNECTION_FAILED,
            "the server ended an idle transaction",
            "try again"),
    TRANSACTION_TIMEOUT(
            "25P04",
            ErrorCode.DEADLINE_EXCEEDED,
            "the transaction took longer than its deadline",
            "try again when the server is less busy"),
    RECOVERY_CONFLICT(
            "40001",
            ErrorCode.CONNECTION_FAILED,
            "the replica had to cancel the statement to keep up with its primary",
            "try again, or read the primary"),
    READ_ONLY(
            "25006",
            ErrorCode.INTERNAL,
            "a statement tried to write in a read-only transaction",
            "this is a defect of pgwright: please report it"),
    INVALID_PARAMETER(
            "22023",
            ErrorCode.INTERNAL,
            "a setting or argument has a value that the server does not take",
            "this is a defect of pgwright: please report it"),
    NOT_IN_ENCODING(
            "22021",
            ErrorCode.INTERNAL,
            "a text is not valid in the encoding of the database, and cannot be converted to UTF-8",
            "rename what has such bytes in its name or definition; SHOW server_encoding tells the"
                    + " encoding"),
    NOT_IN_UTF8(
            "22P05",
            ErrorCode.INTERNAL,
            "a text in the encoding of the database cannot be converted to UTF-8",
            "rename what has such characters in its name or definition; SHOW server_encoding tells"
                    + " the encoding"),
    UNDEFINED_TABLE(
            "42P01",
            ErrorCode.INTERNAL,
            "a table does not exist",
            "it may have been dropped meanwhile; try again"),
    DUPLICATE_TABLE(
            "42P07", ErrorCode.INTERNAL, "something else has this name", "choose another name"),
    DEADLOCK("40P01", ErrorCode.LOCK_TIMEOUT, "two sessions waited for each other", "try again"),
    UNDEFINED_SCHEMA(
            "3F000",
            ErrorCode.INTERNAL,
            "a schema does not exist",
            "it may have been dropped meanwhile; try again"),
    UNDEFINED_FUNCTION(
            "42883",
            ErrorCode.INTERNAL,
            "a function does not exist",
            "it may have been dropped meanwhile; try again"),
    UNDEFINED_OBJECT(
            "42704",
            ErrorCode.INTERNAL,
            "an object does not exist",
            "it may have been dropped meanwhile; try again"),
    INTERNAL_ERROR(
            "XX000",
            ErrorCode.INTERNAL,
            "the server met an internal error",
            "an object may have been dropped meanwhile; try again, else see the server's log");

    private final String code;
    private final ErrorCode errorCode;
    private final String sentence;
    private final String remedy;

    SqlState(String code, ErrorCode errorCode, String sentence, String remedy) {
        this.code = code;
        this.errorCode = errorCode;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** The state of a code, null for those that we do not tell apart. */
    public static @Nullable SqlState of(@Nullable String code) {
        return Arrays.stream(values()).filter(s -> s.code.equals(code)).findFirst().orElse(null);
    }

    /** Five characters, as the server sends them. */
    public String code() {
        return code;
    }

    /** The kind of failure that it is to a user. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    /** What happened, without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** What to do about it, without a full stop. */
    public String remedy() {
        return remedy;
    }
}
