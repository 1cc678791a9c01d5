package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;

import picocli.CommandLine.Option;

/** Where the database is, said by psql's options. */
class ServerArguments {
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

    @Option(
            names = {"-W", "--password"},
            order = 5,
            description = "Ask for the password before connecting.")
    private boolean asksForPassword;

    /**
     * The settings that these options and the environment come to; warns of what is unwise in them.
     *
     * @throws PgwrightException USAGE if they do not fit together
     */
    final ConnectionSettings settings(ConnectionEnvironment environment, Terminal terminal) {
        ConnectionSettings settings = ConnectionSettings.of(options(), environment);
        settings.warnings().forEach(terminal::warn);
        return asksForPassword
                ? settings.withPassword(
                        terminal.askSecretly("Password for user " + settings.user() + ": "))
                : settings;
    }

    /**
     * What was said.
     *
     * @throws PgwrightException USAGE if it does not fit together
     */
    ConnectionOptions options() {
        return new ConnectionOptions(host, port, user, database);
    }

    /** What was said with {@code --dbname}. */
    final @Nullable String database() {
        return database;
    }

    /** Whether a server or database was named at all. */
    boolean given() {
        return host != null || port != null || user != null || database != null;
    }
}
