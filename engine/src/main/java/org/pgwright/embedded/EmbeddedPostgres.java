package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A PostgreSQL server of our own: started, owned, stopped and cleaned up by us.
 *
 * <p>It runs as an unprivileged user, with a random superuser password, and ends with this process
 * however the process ends. Only data that is to be kept outlives it.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The name of the superuser, and of the database that is there from the start. */
    public static final String SUPERUSER = "postgres";

    private final EmbeddedOptions options;
    private final Launch launch;
    private final Thread closeAtExit;
    private volatile boolean closed;

    private EmbeddedPostgres(EmbeddedOptions options, Launch launch) {
        this.options = options;
        this.launch = launch;
        this.closeAtExit = Thread.ofPlatform().name("stop-postgres").unstarted(this::stop);
    }

    /**
     * Starts a server and waits until it accepts connections; cleans up first what killed processes
     * of ours left behind.
     *
     * @throws PgwrightException IN_USE if a living process has its home, else with the reason that
     *     PostgreSQL gave
     */
    public static EmbeddedPostgres start(EmbeddedOptions options) {
        StartGuard guard = StartGuard.begin();
        try {
            Leftovers.clean(options.runs());
            EmbeddedPostgres server = new EmbeddedPostgres(options, Launch.of(options));
            server.closeWithProcess();
            return server;
        } catch (IOException failure) {
            throw ServerLog.failure(
                    "PostgreSQL " + options.installation().major() + " did not start", failure);
        } finally {
            guard.end();
        }
    }

    private void closeWithProcess() {
        try {
            StartGuard.register(closeAtExit);
        } catch (PgwrightException ending) {
            stop();
            throw ending;
        }
    }

    /**
     * Whether a server of a living process, this one included, has a home: then another cannot be
     * started on it.
     */
    public static boolean isInUse(Path home) {
        return OwnerFile.read(Storage.ownerFile(home.resolve("data")))
                .filter(owner -> owner.process().isAlive())
                .isPresent();
    }

    /** Whether it runs still: somebody may have stopped or killed it. */
    public boolean isRunning() {
        return !closed && Postmaster.of(dataDirectory()).isPresent();
    }

    /** A connection as superuser; over TCP if it listens there, else over its socket. */
    public Connection connect(String database) throws SQLException {
        return connect(SUPERUSER, database, launch.password(), new Properties());
    }

    /**
     * A connection.
     *
     * @param password null for none
     * @param properties of the driver, beside those that this sets; they win over these
     */
    public Connection connect(
            String user, String database, @Nullable String password, Properties properties)
            throws SQLException {
        Properties all = new Properties();
        all.setProperty("user", user);
        all.setProperty("sslmode", "disable");
        all.setProperty("gssEncMode", "disable");
        if (password != null) {
            all.setProperty("password", password);
        }
        if (options.listen() == EmbeddedOptions.Listen.SOCKET) {
            all.setProperty(
                    "socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg");
            all.setProperty("socketFactoryArg", launch.run().socket(port()).toString());
        }
        properties
                .stringPropertyNames()
                .forEach(n -> all.setProperty(n, properties.getProperty(n)));
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s"
                        .formatted(
                                driverHost(),
                                port(),
                                URLEncoder.encode(database, StandardCharsets.UTF_8)),
                all);
    }

    /**
     * The socket factory takes the socket's path in place of a host, but only if it is this one.
     */
    private String driverHost() {
        return options.listen() == EmbeddedOptions.Listen.SOCKET ? "localhost" : host();
    }

    /** As libpq takes it: the folder of its socket, or 127.0.0.1 if it listens there. */
    public String host() {
        return options.listen() == EmbeddedOptions.Listen.SOCKET
                ? socketFolder().toString()
                : "127.0.0.1";
    }

    /** Of the socket's name, and of TCP if it listens there. */
    public int port() {
        return launch.port();
    }

    /** The folder of its socket, which there always is. */
    public Path socketFolder() {
        return launch.run().sockets();
    }

    /** The superuser's password; not to be shown. */
    public String superuserPassword() {
        return launch.password();
    }

    public Path dataDirectory() {
        return launch.storage().data();
    }

    public int major() {
        return options.installation().major();
    }

    /** Stops the server and removes whatever is not to be kept. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException exiting) {
            // The hook runs already: stop() below waits for it.
        }
        stop();
    }

    private synchronized void stop() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            launch.stop();
        } catch (IOException failure) {
            throw ServerLog.failure("PostgreSQL " + major() + " could not be cleaned up", failure);
        }
    }
}
