package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketFactory;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Opens connections over TCP and Unix sockets, trying several addresses in turn as libpq does.
 *
 * <p>Sends nothing at start-up that PgBouncer refuses, and names no server-side statements, so that
 * transaction pooling works.
 */
public final class Connector {
    private static final String ROOT_CERTIFICATE_OF_MACHINE = "system";
    private static final String ALL_HEAP_SHARE = "25p";

    private Connector() {}

    /**
     * A new connection, in autocommit mode, to the first address that answers and is wanted.
     *
     * @throws PgwrightException CONNECTION_FAILED, AUTHENTICATION_FAILED or NOT_ALLOWED, with what
     *     each address said
     */
    public static Connection connect(ConnectionSettings settings) {
        List<PgwrightException> failures = new ArrayList<>();
        if (settings.target() == SessionTarget.PREFER_STANDBY) {
            Connection standby = first(settings, SessionTarget.STANDBY, failures);
            failures.clear();
            Connection any =
                    standby == null ? first(settings, SessionTarget.ANY, failures) : standby;
            if (any != null) {
                return any;
            }
        } else {
            Connection wanted = first(settings, settings.target(), failures);
            if (wanted != null) {
                return wanted;
            }
        }
        throw failures.size() == 1 ? failures.getFirst() : all(settings, failures);
    }

    private static @Nullable Connection first(
            ConnectionSettings settings, SessionTarget target, List<PgwrightException> failures) {
        for (ServerAddress address : settings.addresses()) {
            try {
                Connection connection = open(settings, address);
                if (accepted(connection, settings, address, target)) {
                    return connection;
                }
                connection.close();
                failures.add(unwanted(address, target));
            } catch (SQLException e) {
                failures.add(ConnectionFailure.of(settings, address, e));
            }
        }
        return null;
    }

    private static Connection open(ConnectionSettings settings, ServerAddress address)
            throws SQLException {
        Connection connection =
                new Driver().connect(url(settings, address), properties(settings, address));
        if (connection == null) {
            throw new IllegalStateException("the driver does not know its own URL");
        }
        return connection;
    }

    private static String url(ConnectionSettings settings, ServerAddress address) {
        String host = address.isSocket() ? "localhost" : address.host();
        return "jdbc:postgresql://%s:%s/%s"
                .formatted(
                        host.contains(":") ? "[" + host + "]" : encoded(host),
                        address.port(),
                        encoded(settings.database()));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean accepted(
            Connection connection,
            ConnectionSettings settings,
            ServerAddress address,
            SessionTarget target) {
        if (target == SessionTarget.ANY) {
            return true;
        }
        Query query = Query.named("postgres.session_target", Query.OLDEST_MAJOR);
        try (var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.sql())) {
            result.next();
            return target.accepts(result.getBoolean("in_recovery"), result.getBoolean("read_only"));
        } catch (SQLException e) {
            throw ConnectionFailure.of(settings, address, e);
        }
    }

    private static Properties properties(ConnectionSettings settings, ServerAddress address) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        Secret password = settings.password() == null ? address.password() : settings.password();
        // Without any the driver would read password files by itself, also those open to others.
        PGProperty.PASSWORD.set(properties, password == null ? "" : password.reveal());
        PGProperty.APPLICATION_NAME.set(properties, settings.applicationName());
        PGProperty.OPTIONS.set(properties, settings.options());
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        PGProperty.MAX_RESULT_BUFFER.set(properties, ALL_HEAP_SHARE);
        int seconds = Math.toIntExact(settings.connectTimeout().toSeconds());
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
        if (address.isSocket()) {
            socket(properties, address);
        } else {
            PGProperty.TCP_KEEP_ALIVE.set(properties, true);
            encryption(properties, settings.ssl());
        }
        return properties;
    }

    /** libpq never encrypts on a Unix socket either. */
    private static void socket(Properties properties, ServerAddress address) {
        PGProperty.SSL_MODE.set(properties, SslMode.DISABLE.word());
        PGProperty.SOCKET_FACTORY.set(properties, AFUNIXSocketFactory.FactoryArg.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(properties, address.socketFile().toString());
    }

    private static void encryption(Properties properties, ConnectionSettings.Ssl ssl) {
        String root = ssl.rootCertificate();
        boolean verifies = ssl.mode() == SslMode.REQUIRE && root != null && exists(root);
        PGProperty.SSL_MODE.set(
                properties, verifies ? SslMode.VERIFY_CA.word() : ssl.mode().word());
        if (ROOT_CERTIFICATE_OF_MACHINE.equals(root)) {
            PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
        } else {
            PGProperty.SSL_ROOT_CERT.set(properties, root);
        }
        PGProperty.SSL_CERT.set(properties, ssl.certificate());
        PGProperty.SSL_KEY.set(properties, ssl.key());
        Secret keyPassword = ssl.keyPassword();
        PGProperty.SSL_PASSWORD.set(properties, keyPassword == null ? null : keyPassword.reveal());
    }

    private static boolean exists(String file) {
        return Files.exists(Path.of(file));
    }

    private static PgwrightException unwanted(ServerAddress address, SessionTarget target) {
        return new PgwrightException(
                ErrorCode.CONNECTION_FAILED,
                address.shown() + " is not a server of the kind " + target.word(),
                "name such a server, or change target_session_attrs");
    }

    private static PgwrightException all(
            ConnectionSettings settings, List<PgwrightException> failures) {
        String what =
                failures.stream()
                        .map(PgwrightException::getMessage)
                        .collect(Collectors.joining("; "));
        PgwrightException last = failures.getLast();
        return new PgwrightException(
                last.code(),
                "none of " + settings.addresses().size() + " servers can be used: " + what,
                "name at least one that can",
                last);
    }
}
