package org.pgwright.twin;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/** What a failure of the twin's own server means to the user. */
final class TwinFailure {
    private static final String ROOM =
            "make room, or choose a cache folder on another disk by PGWRIGHT_CACHE";

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
                    ErrorCode.TWIN_FAILED,
                    "the planner twin ran out of disk space while " + doing,
                    ROOM,
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
        String reason = FileFailure.sentence(failure);
        return new PgwrightException(
                ErrorCode.TWIN_FAILED,
                "the planner twin failed while " + doing + " (" + reason + ")",
                reason.contains("No space left")
                        ? ROOM
                        : "see that the cache folder, or the one named by PGWRIGHT_CACHE, is yours",
                failure);
    }

    /**
     * What it means that a statement could not be planned; others still can, unless all is lost.
     */
    static PgwrightException planning(SQLException failure) {
        if (isFatal(failure)) {
            return during("planning a statement", failure);
        }
        if ("57014".equals(failure.getSQLState())) {
            return new PgwrightException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "planning a statement took longer than it may",
                    "leave the statement out of the workload",
                    failure);
        }
        return new PgwrightException(
                ErrorCode.USAGE,
                String.format(
                        Locale.ROOT,
                        "a statement was refused (SQLSTATE %s: %s)",
                        failure.getSQLState(),
                        withoutData(failure)),
                "correct the statement or leave it out of the workload",
                failure);
    }

    /** Data exceptions quote the value; what stands before it says enough. */
    private static String withoutData(SQLException failure) {
        String message = firstLine(failure);
        int value = message.indexOf('"');
        boolean quotes = String.valueOf(failure.getSQLState()).startsWith("22") && value >= 0;
        return quotes ? message.substring(0, value).strip() : message;
    }

    private static String firstLine(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
