package org.pgwright.twin;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/** What a failure of the twin's own server means to the user. */
final class TwinFailure {
    private TwinFailure() {}

    /** Whether the session or the server is lost, rather than one statement refused. */
    static boolean isFatal(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("XX");
    }

    /**
     * @param doing what was being done, such as {@code loading statistics}
     */
    static PgwrightException during(String doing, SQLException failure) {
        if ("53100".equals(failure.getSQLState())) {
            return new PgwrightException(
                    ErrorCode.DISK_FULL,
                    "the planner twin ran out of disk space while " + doing,
                    "free some space in the temporary folder or name another with TMPDIR",
                    failure);
        }
        return new PgwrightException(
                ErrorCode.TWIN_FAILED,
                String.format(
                        Locale.ROOT,
                        "the planner twin failed while %s (SQLSTATE %s: %s)",
                        doing,
                        failure.getSQLState(),
                        firstLine(failure)),
                "run again with --debug and report it",
                failure);
    }

    static PgwrightException during(String doing, IOException failure) {
        boolean full = String.valueOf(failure.getMessage()).contains("No space left");
        return new PgwrightException(
                full ? ErrorCode.DISK_FULL : ErrorCode.TWIN_FAILED,
                "the planner twin failed while " + doing + " (" + failure.getMessage() + ")",
                "see that the temporary folder is writable and has some space",
                failure);
    }

    private static String firstLine(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
