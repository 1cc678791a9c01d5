package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.RepositoryFolder;
import org.pgwright.repository.RepositoryLocation;

import picocli.CommandLine.Option;

import java.nio.file.Path;

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
        return new RepositoryLocation.Embedded(
                folder != null
                        ? folder
                        : RepositoryFolder.of(environment.variables(), environment.home()));
    }
}
