package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

/**
 * A server's version.
 *
 * @param number {@code server_version_num}: major x 10,000 + minor
 * @param text as the server writes it
 */
public record ServerVersion(int number, String text) {
    public int major() {
        return number / 10_000;
    }

    /** The major that queries are chosen for: the newest that we know for servers beyond it. */
    int readAs() {
        return Math.min(major(), Query.NEWEST_MAJOR);
    }

    /**
     * @throws PgwrightException UNSUPPORTED_SERVER if it is older than 14
     */
    void refuseIfTooOld() {
        if (major() < Query.OLDEST_MAJOR) {
            throw new PgwrightException(
                    ErrorCode.UNSUPPORTED_SERVER,
                    "PostgreSQL %s is not supported, %s to %s are"
                            .formatted(text, Query.OLDEST_MAJOR, Query.NEWEST_MAJOR),
                    "upgrade the server; its release gets no fixes any more");
        }
    }

    /** What the user should know about a server that is newer than we are; else null. */
    @Nullable String warningIfTooNew() {
        return major() <= Query.NEWEST_MAJOR
                ? null
                : "PostgreSQL %s is newer than this pgwright knows and is read as %s"
                        .formatted(text, Query.NEWEST_MAJOR);
    }
}
