package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionOptions;

import picocli.CommandLine.Parameters;

/** Where the database is, said as psql takes it: with options, or as an argument. */
final class ConnectionArguments extends ServerArguments {
    @Parameters(arity = "0..1", paramLabel = "DATABASE", description = "The same as --dbname.")
    private @Nullable String argument;

    @Override
    ConnectionOptions options() {
        if (argument == null) {
            return super.options();
        }
        if (database() != null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the database is named both with --dbname and without",
                    "name it once");
        }
        ConnectionOptions others = super.options();
        return new ConnectionOptions(others.host(), others.port(), others.user(), argument);
    }

    @Override
    boolean given() {
        return argument != null || super.given();
    }
}
