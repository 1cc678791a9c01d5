package org.pgwright.error;

/**
 * The kinds of failure that a user meets, each with the exit code of the command line and the HTTP
 * status of the API that it always ends in.
 */
public enum ErrorCode {
    /** The command, an option or a file that it names is not usable as given. */
    USAGE(2, 400),
    /** What is asked for by a name, hash or id is not known. */
    NOT_FOUND(2, 404),
    /** A snapshot file is empty, damaged, foreign or of a newer version. */
    SNAPSHOT_INVALID(2, 422),
    /** A running process has what is asked for. */
    IN_USE(2, 409),
    /** The server cannot be reached, or went away. */
    CONNECTION_FAILED(3, 502),
    /** The server refused the user or password. */
    AUTHENTICATION_FAILED(3, 502),
    /** The server let us in but the role may not do what is needed. */
    NOT_ALLOWED(3, 403),
    /** The server's version is not supported. */
    UNSUPPORTED_SERVER(3, 422),
    /** There is no statement to advise on. */
    NO_WORKLOAD(4, 422),
    /** The planner twin cannot be built or has failed. */
    TWIN_FAILED(5, 500),
    /** What was checked is not as it has to be; nothing went wrong with checking it. */
    CHECK_FAILED(6, 422),
    /** A statement on the monitored server took longer than its deadline. */
    DEADLINE_EXCEEDED(1, 504),
    /** A disk is full. */
    DISK_FULL(1, 507),
    /** A change did not get its lock in time. */
    LOCK_TIMEOUT(1, 409),
    /** Anything else: a defect of ours, or of the machine. */
    INTERNAL(1, 500);

    private final int exitCode;
    private final int httpStatus;

    ErrorCode(int exitCode, int httpStatus) {
        this.exitCode = exitCode;
        this.httpStatus = httpStatus;
    }

    /** The exit code of a command that ends with this error, 1 to 255. */
    public int exitCode() {
        return exitCode;
    }

    /** The HTTP status of a response that reports this error, 400 to 599. */
    public int httpStatus() {
        return httpStatus;
    }
}
