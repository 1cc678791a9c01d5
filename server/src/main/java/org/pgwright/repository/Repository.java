package org.pgwright.repository;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Where pgwright remembers: a PostgreSQL database with tables of ours.
 *
 * <p>Can be used by several threads, and by several processes at once. A server that went away is
 * used again when it is back.
 */
public final class Repository implements AutoCloseable {
    /** Ours are few and short; more would only queue in the server instead of here. */
    private static final int CONNECTIONS = 6;

    /** For a connection, while the server restarts or another process starts it. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(20);

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final RepositoryLocation location;
    private final RepositoryServer server;
    private final HikariDataSource pool;
    private final Transactions transactions;

    private Repository(RepositoryLocation location, RepositoryServer server) {
        this.location = location;
        this.server = server;
        this.pool = pool(server);
        this.transactions = new Transactions(location.shown(), pool);
    }

    /**
     * Opens the repository: starts its server if that is ours and does not run, and brings its
     * tables to the newest version.
     *
     * @param local asked only for a server of ours
     * @throws PgwrightException if it cannot be reached, made or understood
     */
    public static Repository open(RepositoryLocation location, Supplier<LocalPostgres> local) {
        RepositoryServer server = RepositoryServer.of(location, local);
        try {
            schema(location, server).migrate();
            return new Repository(location, server);
        } catch (RuntimeException failure) {
            try {
                server.close();
            } catch (RuntimeException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    private static RepositorySchema schema(RepositoryLocation location, RepositoryServer server) {
        return new RepositorySchema(
                location.shown(), new RepositoryDataSource(server, Work.TRANSFER));
    }

    private static HikariDataSource pool(RepositoryServer server) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("repository");
        config.setDataSource(new RepositoryDataSource(server, Work.READ));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        // The server has been reached a moment ago.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    public RepositoryLocation location() {
        return location;
    }

    /**
     * For single statements outside a transaction, within the deadline of {@link Work#READ}; fails
     * with Spring's {@code DataAccessException}.
     */
    public JdbcClient jdbc() {
        return transactions.jdbc();
    }

    /** As {@link #inTransaction(Work, Function)}, for {@link Work#WRITE}. */
    public <T extends @Nullable Object> T inTransaction(Function<JdbcClient, T> body) {
        return inTransaction(Work.WRITE, body);
    }

    /**
     * Does work in one transaction (read committed), once: it is rolled back if it throws.
     *
     * @throws PgwrightException if the repository fails, with what its server said
     */
    public <T extends @Nullable Object> T inTransaction(Work work, Function<JdbcClient, T> body) {
        try {
            return transactions.once(work, body);
        } catch (NestedRuntimeException failure) {
            throw RepositoryFailure.of(location.shown(), failure);
        }
    }

    /** As {@link #repeatably(Work, Function)}, for {@link Work#WRITE}. */
    public <T extends @Nullable Object> T repeatably(Function<JdbcClient, T> body) {
        return repeatably(Work.WRITE, body);
    }

    /**
     * Does work in a transaction that may be done again: after a serialization failure or a
     * deadlock, and when the server went away, for up to a minute. It may then have been done
     * before, if only the answer was lost. Not within another transaction.
     *
     * @throws PgwrightException if the repository fails, with what its server said
     */
    public <T extends @Nullable Object> T repeatably(Work work, Function<JdbcClient, T> body) {
        return transactions.repeatably(work, body);
    }

    /**
     * For libraries that keep something of their own in tables of ours; within the deadline of
     * {@link Work#READ}.
     */
    public DataSource dataSource() {
        return pool;
    }

    /** How its connections are used at this moment. */
    public PoolUse poolUse() {
        HikariPoolMXBean use = pool.getHikariPoolMXBean();
        return use == null
                ? new PoolUse(0, 0, 0, CONNECTIONS)
                : new PoolUse(
                        use.getActiveConnections(),
                        use.getIdleConnections(),
                        use.getThreadsAwaitingConnection(),
                        CONNECTIONS);
    }

    /** Ends the connections and, if it is ours, the server. */
    @Override
    public void close() {
        pool.close();
        server.close();
    }
}
