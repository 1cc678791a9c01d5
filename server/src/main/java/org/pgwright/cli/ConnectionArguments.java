package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionOptions;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the database is, said as psql takes it. */
final class ConnectionArguments {
    @Option(
            names = {"-h", "--host"},
            paramLabel = "HOST",
            order = 1,
            description = "Server's name or address, or folder of its socket (PGHOST).")
    private @Nullable String host;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            order = 2,
            description = "Server's port (PGPORT).")
    private @Nullable String port;

    @Option(
            names = {"-U", "--username"},
            paramLabel = "NAME",
            order = 3,
            description = "Role to connect as (PGUSER).")
    private @Nullable String user;

    @Option(
            names = {"-d", "--dbname"},
            paramLabel = "NAME",
            order = 4,
            description = "Database, or a postgres:// URI or key=value pairs (PGDATABASE).")
    private @Nullable String database;

    @Parameters(arity = "0..1", paramLabel = "DATABASE", description = "The same as --dbname.")
    private @Nullable String argument;

    /**
     * What was said.
     *
     * @throws PgwrightException USAGE if the database is named twice
     */
    ConnectionOptions options() {
        if (argument != null && database != null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the database is named both with --dbname and without",
                    "name it once");
        }
        return new ConnectionOptions(host, port, user, argument != null ? argument : database);
    }

    /** Whether a server or database was named at all. */
    boolean given() {
        return host != null || port != null || user != null || database != null || argument != null;
    }
}
