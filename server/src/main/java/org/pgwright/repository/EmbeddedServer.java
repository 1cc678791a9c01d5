package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Connector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A server of our own for the repository. The first process to use a data folder runs it, others
 * connect to it; when its process ends it ends too, and whoever needs it next starts it anew.
 */
final class EmbeddedServer implements RepositoryServer {
    /** The newest that comes with pgwright; a change means that folders have to be moved. */
    static final int MAJOR = 18;

    /** How long another process may take to start it: a recovery reads the write-ahead log. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);

    /** Durable as PostgreSQL is by itself; without what only replicas need. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "wal_level", "minimal",
                    "max_wal_senders", "0",
                    "max_connections", "60",
                    "wal_compression", "on",
                    "jit", "off",
                    "timezone", "UTC",
                    "log_timezone", "UTC");

    private final Path home;
    private final Supplier<LocalPostgres> local;
    private @Nullable EmbeddedPostgres owned;

    /** Of the server that is ours. */
    private @Nullable EmbeddedAddress address;

    private boolean closed;

    /**
     * @param home the data folder
     */
    EmbeddedServer(Path home, Supplier<LocalPostgres> local) {
        this.home = home;
        this.local = local;
    }

    @Override
    public synchronized Connection connect() {
        if (closed) {
            throw new IllegalStateException("the repository is closed");
        }
        try {
            return connectOrStart();
        } catch (IOException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the repository in " + home + ": " + FileFailure.sentence(failure),
                    "see to the folder's permissions, or name another with --data",
                    failure);
        }
    }

    private Connection connectOrStart() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            forgetIfEnded();
            if (address != null) {
                return Connector.connect(address.settings());
            }
            if (EmbeddedPostgres.isInUse(home) || !started()) {
                Optional<Connection> attached = attach(System.nanoTime() > end);
                if (attached.isPresent()) {
                    return attached.get();
                }
                LockSupport.parkNanos(POLL);
            }
        }
    }

    private void forgetIfEnded() {
        if (owned != null && !owned.isRunning()) {
            owned.close();
            owned = null;
            address = null;
        }
    }

    /**
     * A connection to the server that another process runs; empty if it is not there yet.
     *
     * @param last whether there is no more waiting
     */
    private Optional<Connection> attach(boolean last) throws IOException {
        Optional<EmbeddedAddress> theirs = EmbeddedAddress.read(home);
        if (theirs.isPresent()) {
            try {
                return Optional.of(Connector.connect(theirs.get().settings()));
            } catch (PgwrightException failure) {
                if (last || failure.code() != ErrorCode.CONNECTION_FAILED) {
                    throw failure;
                }
            }
        }
        if (last || Thread.currentThread().isInterrupted()) {
            throw new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    "another process has the repository in "
                            + home
                            + ", and its server does not accept connections",
                    "see its server.log, or end that process");
        }
        return Optional.empty();
    }

    /** False if another process was quicker. */
    private boolean started() throws IOException {
        refuseOtherMajor();
        LocalPostgres postgres = local.get();
        EmbeddedOptions options =
                EmbeddedOptions.kept(
                                postgres.installations().ofMajor(MAJOR), postgres.cache(), home)
                        .with(SETTINGS);
        try {
            own(EmbeddedPostgres.start(options));
            return true;
        } catch (PgwrightException failure) {
            if (failure.code() == ErrorCode.IN_USE) {
                return false;
            }
            throw failure;
        }
    }

    private void own(EmbeddedPostgres started) throws IOException {
        try {
            EmbeddedAddress ours = EmbeddedDatabase.prepare(started, home);
            ours.write(home);
            owned = started;
            address = ours;
        } catch (SQLException failure) {
            started.close();
            throw new PgwrightException(
                    ErrorCode.CONNECTION_FAILED,
                    "the repository in " + home + " could not be set up",
                    "see its server.log",
                    failure);
        } catch (IOException | RuntimeException failure) {
            started.close();
            throw failure;
        }
    }

    private void refuseOtherMajor() throws IOException {
        Path version = home.resolve("data/PG_VERSION");
        if (!Files.exists(version)) {
            return;
        }
        String major = Files.readString(version).strip();
        if (!major.equals(String.valueOf(MAJOR))) {
            throw new PgwrightException(
                    ErrorCode.UNSUPPORTED_SERVER,
                    "the repository in %s is of PostgreSQL %s, this pgwright brings PostgreSQL %d"
                            .formatted(home, major, MAJOR),
                    "run 'pgwright backup' with the version of pgwright that made it, then"
                            + " 'pgwright restore' with this one into another folder");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (owned != null) {
            EmbeddedPostgres ending = owned;
            owned = null;
            try {
                Files.deleteIfExists(EmbeddedAddress.fileIn(home));
            } catch (IOException failure) {
                throw new PgwrightException(
                        ErrorCode.INTERNAL,
                        "the repository in " + home + ": " + FileFailure.sentence(failure),
                        "see to the folder's permissions",
                        failure);
            } finally {
                ending.close();
            }
        }
    }
}
