package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;
import org.pgwright.postgres.SslMode;

import java.util.regex.Pattern;

/**
 * A server to be watched, as somebody names it in a form: only what leads to a PostgreSQL server
 * over TCP. Never a file of this machine, a service, a socket, or a parameter of the driver.
 *
 * @param name of the instance; null or empty for {@code host:port}
 * @param rootCertificate {@code system} for the authorities that this machine trusts; null for none
 */
public record ServerForm(
        @Nullable String name,
        String host,
        int port,
        String database,
        String user,
        @Nullable Secret password,
        String sslMode,
        @Nullable String rootCertificate) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,252})?");
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST = 63;
    private static final String SYSTEM = "system";

    /**
     * @throws PgwrightException USAGE for what cannot be such a server
     */
    public ServerForm {
        require(HOST.matcher(host).matches(), "the host is no name or address of a server");
        require(port > 0 && port <= MOST_PORT, "the port is not between 1 and " + MOST_PORT);
        require(isName(database), "the name of the database is empty or too long");
        require(isName(user), "the name of the user is empty or too long");
        require(name == null || name.length() <= LONGEST, "the name is too long");
        require(
                rootCertificate == null
                        || rootCertificate.isEmpty()
                        || rootCertificate.equals(SYSTEM),
                "the root certificate can only be 'system' here");
    }

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new PgwrightException(ErrorCode.USAGE, what, "correct it");
        }
    }

    /** As a connection is opened. */
    ConnectionSettings settings() {
        ConnectionSettings plain = ConnectionSettings.to(host, port, user, database, null);
        return new ConnectionSettings(
                plain.addresses(),
                user,
                database,
                password,
                new ConnectionSettings.Ssl(
                        SslMode.of(sslMode),
                        rootCertificate == null || rootCertificate.isEmpty()
                                ? null
                                : rootCertificate,
                        null,
                        null,
                        null),
                plain.applicationName(),
                null,
                plain.connectTimeout(),
                plain.target(),
                plain.warnings());
    }

    /** The name that was given; null for none. */
    @Nullable String givenName() {
        return name == null || name.isBlank() ? null : name.strip();
    }
}
