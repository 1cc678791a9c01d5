package org.pgwright.hypopg;

import org.pgwright.error.PgwrightException;

import java.sql.SQLException;

/** The server's own words for a failure, without what is around them. */
final class ServerSentence {
    private ServerSentence() {}

    /** {@code access method "gin" is not supported}; our own words where the server has none. */
    static String of(PgwrightException failure) {
        Throwable cause = failure.getCause();
        String message = (cause instanceof SQLException ? cause : failure).getMessage();
        return String.valueOf(message)
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^ERROR: ", "")
                .replaceFirst("^hypopg: ", "");
    }
}
