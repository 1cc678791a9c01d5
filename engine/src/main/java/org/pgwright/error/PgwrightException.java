package org.pgwright.error;

import org.jspecify.annotations.Nullable;

/**
 * An ending that the user has to know about: one sentence that says what happened, and the remedy.
 *
 * <p>Never carries a password or a literal of user data.
 */
public final class PgwrightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * @param what what happened, with the identifiers concerned, without a full stop
     * @param remedy what the user can do about it, without a full stop
     */
    public PgwrightException(ErrorCode code, String what, String remedy) {
        this(code, what, remedy, null);
    }

    /**
     * @param what what happened, with the identifiers concerned, without a full stop
     * @param remedy what the user can do about it, without a full stop
     * @param cause the failure underneath, for the stack trace
     */
    public PgwrightException(
            ErrorCode code, String what, String remedy, @Nullable Throwable cause) {
        super(what + "; " + remedy, cause);
        this.code = code;
    }

    /** The kind of failure, which fixes exit code and HTTP status. */
    public ErrorCode code() {
        return code;
    }
}
