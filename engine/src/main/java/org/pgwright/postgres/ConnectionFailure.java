package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.postgresql.util.ServerErrorMessage;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Set;

import javax.net.ssl.SSLException;

/** Says in one sentence why a connection could not be made, and what to do. */
final class ConnectionFailure {
    /** The server's functions that report a failure (the field R of its messages). */
    private static final String HOST_BASED_AUTHENTICATION = "ClientAuthentication";

    private static final String DATABASE_PRIVILEGES = "CheckMyDatabase";

    /**
     * An unknown or invalid setting, one that needs a restart or more privileges, a malformed
     * option (PostgreSQL manual, appendix A).
     */
    private static final Set<String> OPTION_STATES =
            Set.of("42704", "22023", "55P02", "42501", "42601", "42602");

    private final ConnectionSettings settings;
    private final ServerAddress address;
    private final SQLException failure;

    private ConnectionFailure(
            ConnectionSettings settings, ServerAddress address, SQLException failure) {
        this.settings = settings;
        this.address = address;
        this.failure = failure;
    }

    static PgwrightException of(
            ConnectionSettings settings, ServerAddress address, SQLException failure) {
        ConnectionFailure known = new ConnectionFailure(settings, address, failure);
        return ServerFailure.serverMessage(failure) == null ? known.ofNetwork() : known.ofServer();
    }

    private PgwrightException ofServer() {
        if (settings.options() != null && refusesOptions()) {
            return failed(
                    ErrorCode.USAGE,
                    "refuses the options \"" + settings.options() + "\" (" + said() + ")",
                    "change PGOPTIONS, or the options of the connection URI");
        }
        SqlState state = SqlState.of(failure.getSQLState());
        return switch (state) {
            case null ->
                    failed(
                            ErrorCode.CONNECTION_FAILED,
                            "refused the connection (" + said() + ")",
                            "see the server's log");
            case INVALID_AUTHORIZATION -> notLetIn();
            case INVALID_PASSWORD ->
                    hasPassword()
                            ? failed(
                                    ErrorCode.AUTHENTICATION_FAILED,
                                    "refused the password of user " + settings.user(),
                                    "check user and password (PGPASSWORD or ~/.pgpass)")
                            : wantsPassword();
            case NO_SUCH_DATABASE ->
                    failed(
                            ErrorCode.CONNECTION_FAILED,
                            "has no database " + settings.database(),
                            "check the name; psql -l lists the server's databases");
            case NOT_ALLOWED ->
                    failed(
                            ErrorCode.NOT_ALLOWED,
                            "does not let user %s connect to database %s"
                                    .formatted(settings.user(), settings.database()),
                            "run GRANT CONNECT ON DATABASE %s TO %s"
                                    .formatted(
                                            shownName(settings.database()),
                                            shownName(settings.user())));
            case TOO_MANY_CONNECTIONS ->
                    failed(
                            ErrorCode.CONNECTION_FAILED,
                            "has no connection left (" + said() + ")",
                            "end idle sessions, raise max_connections, or connect through the pooler");
            default ->
                    failed(
                            state.errorCode(),
                            "refuses: " + state.sentence() + " (" + said() + ")",
                            state.remedy());
        };
    }

    /** Settings that do not exist or cannot be set; PgBouncer takes hardly any. */
    private boolean refusesOptions() {
        ServerErrorMessage message = ServerFailure.serverMessage(failure);
        if (message != null && DATABASE_PRIVILEGES.equals(message.getRoutine())) {
            return false;
        }
        return OPTION_STATES.contains(String.valueOf(failure.getSQLState()))
                || String.valueOf(said()).contains("startup parameter");
    }

    private PgwrightException notLetIn() {
        ServerErrorMessage message = ServerFailure.serverMessage(failure);
        boolean byHost = message != null && HOST_BASED_AUTHENTICATION.equals(message.getRoutine());
        if (byHost) {
            return failed(
                    ErrorCode.AUTHENTICATION_FAILED,
                    "lets nobody in this way (" + said() + ")",
                    "try another sslmode, or add a line for this user, database and address to"
                            + " the server's pg_hba.conf");
        }
        return failed(
                ErrorCode.AUTHENTICATION_FAILED,
                "does not let in user " + settings.user() + " (" + said() + ")",
                "check the user's name, or create it with LOGIN");
    }

    private PgwrightException ofNetwork() {
        if (address.isSocket()) {
            return ofSocket();
        }
        if (caused(UnknownHostException.class)) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "has a name that cannot be resolved",
                    "check the host's name");
        }
        if (caused(SocketTimeoutException.class)) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "did not answer within %s s".formatted(settings.connectTimeout().toSeconds()),
                    "check host, port and firewall, or raise connect_timeout");
        }
        if (caused(NoRouteToHostException.class)) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "cannot be reached from here",
                    "check host, network and firewall");
        }
        if (caused(ConnectException.class)) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "refused the connection",
                    "check host and port, and that the server runs and listens there");
        }
        return ofDriver();
    }

    private PgwrightException ofSocket() {
        if (!Files.exists(address.socketFile())) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "has no socket there",
                    "check the folder and port, and that the server runs"
                            + " (unix_socket_directories), or name a host");
        }
        if (failure.getCause() != null) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "cannot be reached (" + failure.getCause().getMessage() + ")",
                    "check that the server runs and that you may use its socket");
        }
        return ofDriver();
    }

    private PgwrightException ofDriver() {
        if (caused(SSLException.class)) {
            return failed(
                    ErrorCode.CONNECTION_FAILED,
                    "and we agree on no encryption (" + reason() + ")",
                    "check sslmode and sslrootcert against the server's certificate");
        }
        SqlState state = SqlState.of(failure.getSQLState());
        boolean wantsPassword = state == SqlState.CONNECTION_REJECTED && !hasPassword();
        if (wantsPassword) {
            return wantsPassword();
        }
        return failed(
                ErrorCode.CONNECTION_FAILED,
                "cannot be used (" + reason() + ")",
                "check host, port, sslmode and what listens there");
    }

    private PgwrightException wantsPassword() {
        return failed(
                ErrorCode.AUTHENTICATION_FAILED,
                "asks user " + settings.user() + " for a password and none was given",
                "set PGPASSWORD, add a line to ~/.pgpass, or have it asked for with -W");
    }

    /** An empty one counts for none, as with libpq. */
    private boolean hasPassword() {
        Secret given = settings.password() == null ? address.password() : settings.password();
        return given != null && !given.reveal().isEmpty();
    }

    private PgwrightException failed(ErrorCode code, String what, String remedy) {
        return new PgwrightException(
                code, "the server " + address.shown() + " " + what, remedy, failure);
    }

    private boolean caused(Class<? extends Throwable> kind) {
        return ServerFailure.causedBy(failure, kind);
    }

    private @Nullable String said() {
        ServerErrorMessage message = ServerFailure.serverMessage(failure);
        return message == null ? failure.getSQLState() : message.getMessage();
    }

    private String reason() {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private static String shownName(String name) {
        return Identifier.shown(name);
    }
}
