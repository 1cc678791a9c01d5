package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.Secret;
import org.pgwright.remote.RemoteServer;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code pgwright serve} to ask, instead of a repository. */
final class RemoteArguments {
    private static final String VARIABLE = "PGWRIGHT_TOKEN";

    @Option(
            names = "--server",
            paramLabel = "URL",
            order = 52,
            description =
                    "Ask a pgwright serve instead of a repository, such as"
                            + " https://pgwright.example.com, with a token of its settings page.")
    private @Nullable URI address;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            order = 53,
            description = "File with the token that only you can read (default: PGWRIGHT_TOKEN).")
    private @Nullable Path file;

    /**
     * Whether one is to be asked.
     *
     * @throws PgwrightException USAGE if a repository is named, too
     */
    boolean given(RepositoryArguments repository) {
        if (address == null && file != null) {
            throw usage("--token-file goes with --server", "give both, or none");
        }
        if (address != null && repository.given()) {
            throw usage(
                    "both a server and a repository are named",
                    "leave out --server, or --repository and --data");
        }
        return address != null;
    }

    /**
     * The one that is to be asked; to be closed.
     *
     * @throws PgwrightException USAGE if there is no token, or the address is unfit
     */
    RemoteServer open(ConnectionEnvironment environment) {
        if (address == null) {
            throw new IllegalStateException("no server is given");
        }
        return new RemoteServer(address, token(environment));
    }

    private Secret token(ConnectionEnvironment environment) {
        String token =
                file == null ? environment.variables().getOrDefault(VARIABLE, "") : read(file);
        if (token.isEmpty()) {
            throw usage(
                    "there is no token for the server",
                    "make one on its settings page, and give it in "
                            + VARIABLE
                            + " or --token-file");
        }
        return new Secret(token);
    }

    private static String read(Path file) {
        try {
            if (PrivateFile.isOpenToOthers(file)) {
                throw usage("the file " + file + " can be read by others", "run chmod 600 on it");
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the file " + file + " cannot be read: " + FileFailure.reason(failure),
                    "check that it is there and that you may read it",
                    failure);
        }
    }

    private static PgwrightException usage(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, what, remedy);
    }
}
