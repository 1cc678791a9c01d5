package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;

import javax.sql.DataSource;

/** Runs work in transactions, again where it may be repeated. */
final class Transactions {
    /** A restart of a server takes seconds, a failover up to a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final String DEADLINE = "SELECT set_config('statement_timeout', ?, true)";

    private final String where;
    private final DataSource source;
    private final JdbcClient jdbc;
    private final TransactionTemplate template;

    /**
     * @param where the repository, for people
     */
    Transactions(String where, DataSource source) {
        this.where = where;
        this.source = source;
        this.jdbc = JdbcClient.create(source);
        // Not Spring's JdbcTransactionManager: after a commit that failed it rolls back, which on a
        // lost connection fails, too, and hides what lost it.
        this.template = new TransactionTemplate(new DataSourceTransactionManager(source));
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Once; fails as Spring does. */
    <T extends @Nullable Object> T once(Work work, Function<JdbcClient, T> body) {
        try {
            return template.execute(
                    status -> {
                        setDeadline(work);
                        return body.apply(jdbc);
                    });
        } catch (TransactionSystemException failure) {
            // Where the connection is lost there is nothing left to roll back; what lost it counts.
            if (failure.getApplicationException() instanceof RuntimeException cause) {
                cause.addSuppressed(failure);
                throw cause;
            }
            throw failure;
        }
    }

    /** Until it succeeds, fails for good, or the patience is over; every failure is kept. */
    <T extends @Nullable Object> T repeatably(Work work, Function<JdbcClient, T> body) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_PAUSE;
        NestedRuntimeException before = null;
        while (true) {
            try {
                return once(work, body);
            } catch (NestedRuntimeException failure) {
                if (before != null && before != failure) {
                    failure.addSuppressed(before);
                }
                if (!RepositoryFailure.mayPass(failure)
                        || System.nanoTime() > end
                        || !paused(pause)) {
                    throw RepositoryFailure.of(where, failure);
                }
                before = failure;
                pause = longer(pause);
            }
        }
    }

    /** Both for the server and, should it not answer, for us; the pool sets ours back. */
    private void setDeadline(Work work) {
        Connection connection = DataSourceUtils.getConnection(source);
        try (PreparedStatement statement = connection.prepareStatement(DEADLINE)) {
            connection.setNetworkTimeout(Runnable::run, work.networkTimeout());
            statement.setString(1, work.statementTimeout());
            statement.execute();
        } catch (SQLException failure) {
            throw new UncategorizedSQLException("setting the deadline", null, failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** False if somebody wants us to end. */
    private static boolean paused(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
