package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the settings of a connection in the order of libpq. */
final class ConnectionResolver {
    private static final Duration SHORTEST_CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final ConnectionEnvironment environment;
    private final Map<String, String> given;
    private final List<String> warnings = new ArrayList<>();

    ConnectionResolver(ConnectionOptions options, ConnectionEnvironment environment) {
        this.environment = environment;
        this.given = new HashMap<>(inDatabaseArgument(options.database()));
        ConnectionKeyword.check(given);
        ConnectionKeyword.checkVariables(environment);
        override("host", options.host());
        override("port", options.port());
        override("user", options.user());
    }

    ConnectionSettings resolve() {
        String user = valueOr("user", environment.userName());
        String database = valueOr("dbname", user);
        Secret password = secret("password");
        return new ConnectionSettings(
                addresses(user, database, password == null),
                user,
                database,
                password,
                ssl(),
                valueOr("application_name", TargetReader.APPLICATION_NAME),
                value("options"),
                connectTimeout(),
                SessionTarget.of(valueOr("target_session_attrs", "any")),
                warnings);
    }

    private Map<String, String> inDatabaseArgument(@Nullable String database) {
        if (database == null || database.isEmpty()) {
            return Map.of();
        }
        if (ConnectionUri.isOne(database)) {
            return warned(ConnectionUri.parse(database));
        }
        if (KeywordValues.areSuch(database)) {
            return warned(KeywordValues.parse(database));
        }
        return Map.of("dbname", database);
    }

    private Map<String, String> warned(Map<String, String> parameters) {
        if (parameters.containsKey("password")) {
            warnings.add(
                    "a password on the command line is seen by other users of this machine and"
                            + " kept in the shell's history; PGPASSWORD or ~/.pgpass is safer");
        }
        return parameters;
    }

    private void override(String keyword, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            given.put(keyword, value);
        }
    }

    private @Nullable String value(String keyword) {
        String value = given.get(keyword);
        String variable = ConnectionKeyword.variable(keyword);
        return value != null || variable == null ? value : environment.variable(variable);
    }

    private String valueOr(String keyword, String otherwise) {
        String value = value(keyword);
        return value == null ? otherwise : value;
    }

    private @Nullable Secret secret(String keyword) {
        String value = value(keyword);
        return value == null ? null : new Secret(value);
    }

    private List<ServerAddress> addresses(String user, String database, boolean needsPassword) {
        String hosts = value("host");
        String numeric = value("hostaddr");
        List<String> names = listed(numeric != null ? numeric : hosts);
        List<String> passwordNames = hosts == null ? names : listed(hosts);
        List<Integer> ports = ports(names.size());
        PasswordFile file = needsPassword ? passwordFile() : null;
        List<ServerAddress> addresses = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String host = names.get(i).isEmpty() ? defaultHost(ports.get(i)) : names.get(i);
            String known = passwordNames.size() == names.size() ? passwordNames.get(i) : host;
            Secret password =
                    file == null
                            ? null
                            : file.password(nameInFile(known, host), ports.get(i), database, user);
            addresses.add(new ServerAddress(host, ports.get(i), password));
        }
        return addresses;
    }

    private static List<String> listed(@Nullable String value) {
        return value == null ? List.of("") : List.of(value.split(",", -1));
    }

    private List<Integer> ports(int hosts) {
        List<String> listed = listed(value("port"));
        if (listed.size() != 1 && listed.size() != hosts) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    listed.size() + " ports were given for " + hosts + " hosts",
                    "give one port, or one for each host");
        }
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            ports.add(port(listed.get(listed.size() == 1 ? 0 : i)));
        }
        return ports;
    }

    private static int port(String text) {
        if (text.isEmpty()) {
            return ConnectionSettings.DEFAULT_PORT;
        }
        int port = wholeNumber("port", text);
        if (port < 1 || port > 65_535) {
            throw notANumber("port", text, "a number from 1 to 65535");
        }
        return port;
    }

    /** The folder that holds a local server's socket, else this machine by TCP. */
    private String defaultHost(int port) {
        return environment.socketFolders().stream()
                .filter(folder -> Files.exists(folder.resolve(".s.PGSQL." + port)))
                .map(Path::toString)
                .findFirst()
                .orElse("localhost");
    }

    /** A socket in a usual folder goes by the name of localhost in a password file. */
    private String nameInFile(String given, String resolved) {
        boolean usualFolder =
                resolved.startsWith("/") && environment.socketFolders().contains(Path.of(resolved));
        return given.isEmpty() || usualFolder ? "localhost" : given;
    }

    private PasswordFile passwordFile() {
        String named = value("passfile");
        PasswordFile file =
                PasswordFile.read(
                        named == null ? environment.home().resolve(".pgpass") : Path.of(named));
        String warning = file.warning();
        if (warning != null) {
            warnings.add(warning);
        }
        return file;
    }

    private ConnectionSettings.Ssl ssl() {
        String root = value("sslrootcert");
        boolean ofMachine = "system".equals(root);
        SslMode mode = SslMode.of(valueOr("sslmode", ofMachine ? "verify-full" : "prefer"));
        if (ofMachine && mode != SslMode.VERIFY_FULL) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "sslrootcert=system is too weak with sslmode=" + mode.word(),
                    "use sslmode=verify-full");
        }
        return new ConnectionSettings.Ssl(
                mode,
                root == null ? inHome("root.crt").toString() : root,
                valueOr("sslcert", firstInHome("postgresql.crt")),
                valueOr("sslkey", firstInHome("postgresql.key", "postgresql.pk8")),
                secret("sslpassword"));
    }

    /** Named here, since the driver would look in the home that the user database names. */
    private Path inHome(String file) {
        return environment.home().resolve(".postgresql").resolve(file);
    }

    /** The first that exists; empty for none, which the driver takes for none, too. */
    private String firstInHome(String... files) {
        return Arrays.stream(files)
                .map(this::inHome)
                .filter(Files::exists)
                .findFirst()
                .map(Path::toString)
                .orElse("");
    }

    /** As libpq: zero and negative wait for ever, one second is taken for two. */
    private Duration connectTimeout() {
        String text = value("connect_timeout");
        if (text == null) {
            return ConnectionSettings.DEFAULT_CONNECT_TIMEOUT;
        }
        int seconds = wholeNumber("connect_timeout", text);
        if (seconds <= 0) {
            return Duration.ZERO;
        }
        Duration timeout = Duration.ofSeconds(seconds);
        return timeout.compareTo(SHORTEST_CONNECT_TIMEOUT) < 0 ? SHORTEST_CONNECT_TIMEOUT : timeout;
    }

    private static int wholeNumber(String what, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw notANumber(what, text, "a whole number");
        }
    }

    private static PgwrightException notANumber(String what, String text, String wanted) {
        return new PgwrightException(
                ErrorCode.USAGE, what + " \"" + text + "\" cannot be used", "give " + wanted);
    }
}
