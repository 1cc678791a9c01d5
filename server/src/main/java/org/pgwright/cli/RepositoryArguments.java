package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ServerAddress;
import org.pgwright.repository.RepositoryFolder;
import org.pgwright.repository.RepositoryLocation;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the repository is. */
final class RepositoryArguments {
    @Option(
            names = "--repository",
            paramLabel = "URL",
            order = 50,
            description =
                    "PostgreSQL 15 or later that keeps what pgwright knows (postgres://...;"
                            + " password from PGPASSWORD or ~/.pgpass).")
    private @Nullable String url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            order = 51,
            description =
                    "Folder for a PostgreSQL of pgwright's own instead (PGWRIGHT_DATA; default:"
                            + " in your data folder).")
    private @Nullable Path folder;

    /** Whether one of the options names it. */
    boolean given() {
        return url != null || folder != null;
    }

    /**
     * What the options and the environment come to; warns of what is unwise in them.
     *
     * @throws PgwrightException USAGE if they do not fit together
     */
    RepositoryLocation location(ConnectionEnvironment environment, Terminal terminal) {
        if (url != null && folder != null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the repository is named both with --repository and with --data",
                    "name it once");
        }
        if (url != null) {
            ConnectionSettings settings =
                    ConnectionSettings.of(ConnectionOptions.of(url), environment);
            settings.warnings().forEach(terminal::warn);
            return new RepositoryLocation.Server(settings);
        }
        return new RepositoryLocation.Embedded(data(environment));
    }

    /**
     * The folder for journals of rehearsals: beside the data folder, as that may be a server's.
     *
     * @throws PgwrightException USAGE for a relative PGWRIGHT_DATA
     */
    Path journals(ConnectionEnvironment environment) {
        Path data = data(environment).toAbsolutePath().normalize();
        return data.resolveSibling(data.getFileName() + "-rehearsals");
    }

    /**
     * Options that lead another command to the same repository, without its password; none where it
     * is in its usual place.
     *
     * @param location that these options came to
     */
    List<String> words(RepositoryLocation location) {
        if (!given()) {
            return List.of();
        }
        return switch (location) {
            case RepositoryLocation.Embedded embedded -> List.of("--data=" + embedded.data());
            case RepositoryLocation.Server server ->
                    List.of("--repository=" + pairs(server.connection()));
        };
    }

    private static String pairs(ConnectionSettings connection) {
        List<String> pairs = new ArrayList<>();
        List<ServerAddress> addresses = connection.addresses();
        pair(pairs, "host", joined(addresses, ServerAddress::host));
        pair(pairs, "port", joined(addresses, address -> String.valueOf(address.port())));
        pair(pairs, "user", connection.user());
        pair(pairs, "dbname", connection.database());
        pair(pairs, "sslmode", connection.ssl().mode().word());
        pair(pairs, "sslrootcert", connection.ssl().rootCertificate());
        pair(pairs, "options", connection.options());
        return String.join(" ", pairs);
    }

    private static String joined(
            List<ServerAddress> addresses, Function<ServerAddress, String> part) {
        return addresses.stream().map(part).collect(Collectors.joining(","));
    }

    private static void pair(List<String> pairs, String keyword, @Nullable String value) {
        if (value != null) {
            pairs.add(keyword + "='" + value.replace("\\", "\\\\").replace("'", "\\'") + "'");
        }
    }

    private Path data(ConnectionEnvironment environment) {
        return folder != null
                ? folder
                : RepositoryFolder.of(environment.variables(), environment.home());
    }
}
