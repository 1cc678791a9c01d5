package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How to reach a database: everything resolved, nothing looked up any more.
 *
 * <p>Prints without the password.
 *
 * @param addresses tried in order, at least one
 * @param password given explicitly; null where there is none, or a password file has it
 * @param options settings for the server's session, such as {@code -c geqo=off}
 * @param connectTimeout for each address; zero waits as long as the operating system does
 * @param warnings what the user should know, each a sentence
 */
public record ConnectionSettings(
        List<ServerAddress> addresses,
        String user,
        String database,
        @Nullable Secret password,
        Ssl ssl,
        String applicationName,
        @Nullable String options,
        Duration connectTimeout,
        SessionTarget target,
        List<String> warnings) {
    /** PostgreSQL's own port. */
    public static final int DEFAULT_PORT = 5432;

    /** Where nobody says otherwise: long enough for any network, short enough for a person. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    public ConnectionSettings {
        addresses = List.copyOf(addresses);
        warnings = List.copyOf(warnings);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a connection needs an address");
        }
    }

    /**
     * The settings as psql finds them: command line, then URI or {@code keyword=value} pairs, then
     * {@code PG*} variables, then the password file and libpq's defaults.
     *
     * @throws org.pgwright.error.PgwrightException USAGE, with what is wrong
     */
    public static ConnectionSettings of(
            ConnectionOptions options, ConnectionEnvironment environment) {
        return new ConnectionResolver(options, environment).resolve();
    }

    /** Plain settings for one server: sslmode prefer, the default timeout, no password file. */
    public static ConnectionSettings to(
            String host, int port, String user, String database, @Nullable String password) {
        return new ConnectionSettings(
                List.of(new ServerAddress(host, port, null)),
                user,
                database,
                password == null ? null : new Secret(password),
                Ssl.PREFERRED,
                TargetReader.APPLICATION_NAME,
                null,
                DEFAULT_CONNECT_TIMEOUT,
                SessionTarget.ANY,
                List.of());
    }

    /** The same with another password. */
    public ConnectionSettings withPassword(Secret other) {
        return new ConnectionSettings(
                addresses,
                user,
                database,
                other,
                ssl,
                applicationName,
                options,
                connectTimeout,
                target,
                warnings);
    }

    /** The same for another database. */
    public ConnectionSettings withDatabase(String other) {
        return new ConnectionSettings(
                addresses,
                user,
                other,
                password,
                ssl,
                applicationName,
                options,
                connectTimeout,
                target,
                warnings);
    }

    /** The same for another kind of server. */
    public ConnectionSettings withTarget(SessionTarget other) {
        return new ConnectionSettings(
                addresses,
                user,
                database,
                password,
                ssl,
                applicationName,
                options,
                connectTimeout,
                other,
                warnings);
    }

    /** The first host, for messages and file names. */
    public String host() {
        return addresses.getFirst().host();
    }

    /** The first port. */
    public int port() {
        return addresses.getFirst().port();
    }

    /** For people: {@code shop on db.example.org:5432 as alice}. */
    public String shown() {
        String servers =
                addresses.stream().map(ServerAddress::shown).collect(Collectors.joining(", "));
        return "database %s on %s as user %s".formatted(database, servers, user);
    }

    @Override
    public String toString() {
        return shown();
    }

    /**
     * Encryption.
     *
     * @param rootCertificate file of the authorities to trust, {@code system} for those of the
     *     machine; null for the driver's default
     * @param certificate the client's own, with its key; empty for none, null for the driver's
     *     default
     */
    public record Ssl(
            SslMode mode,
            @Nullable String rootCertificate,
            @Nullable String certificate,
            @Nullable String key,
            @Nullable Secret keyPassword) {
        /** Encrypted where the server can, as libpq does by default. */
        public static final Ssl PREFERRED = new Ssl(SslMode.PREFER, null, null, null, null);

        /** The same files with another mode. */
        public Ssl withMode(SslMode other) {
            return new Ssl(other, rootCertificate, certificate, key, keyPassword);
        }
    }
}
