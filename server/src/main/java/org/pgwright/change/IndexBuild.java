package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.SqlState;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Builds one index with {@code CREATE INDEX CONCURRENTLY} (manual, CREATE INDEX), beside reads and
 * writes.
 *
 * <p>Whatever happens, it leaves either a valid index or none, and says so where it cannot; it
 * never drops what it did not create.
 */
public final class IndexBuild {
    private final ChangeSession session;
    private final QualifiedName index;
    private final IndexDefinition definition;

    private final Object cancelling = new Object();
    private @Nullable Statement running;
    private boolean cancelled;

    /**
     * @param name of the index, at most {@value Identifier#MAX_BYTES} bytes; it goes into the
     *     schema of its table
     */
    public IndexBuild(ChangeSession session, String name, IndexDefinition definition) {
        if (name.getBytes(StandardCharsets.UTF_8).length > Identifier.MAX_BYTES) {
            throw new IllegalArgumentException("the server would cut this name: " + name);
        }
        this.session = session;
        this.index = new QualifiedName(definition.table().schema(), name);
        this.definition = definition;
    }

    /**
     * Builds, and returns when the index is there or its remains are gone.
     *
     * @throws PgwrightException CONNECTION_FAILED if the server has gone away for good
     */
    public BuildOutcome run() {
        try {
            if (!(state() instanceof IndexState.Absent)) {
                return new BuildOutcome.NameTaken(index);
            }
        } catch (SQLException e) {
            return new BuildOutcome.Failed(reason(e));
        }
        for (int attempt = 1; ; attempt++) {
            BuildOutcome outcome = attempt(attempt);
            if (!(outcome instanceof BuildOutcome.Postponed)
                    || attempt == session.limits().attempts()) {
                return outcome;
            }
        }
    }

    /** Breaks the build off, from another thread; {@link #run} then cleans up and returns. */
    public void cancel() {
        synchronized (cancelling) {
            cancelled = true;
            if (running != null) {
                try {
                    running.cancel();
                } catch (SQLException e) {
                    // The connection is gone, and with it the build: run() notices by itself.
                    return;
                }
            }
        }
    }

    private BuildOutcome attempt(int attempt) {
        long start = System.nanoTime();
        try {
            create();
            if (state() instanceof IndexState.Valid valid) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                return new BuildOutcome.Applied(index, took, attempt, valid.size());
            }
            return cleanedUp(new BuildOutcome.Failed("the index is not valid after its build"));
        } catch (SQLException e) {
            return cleanedUp(ending(attempt, e));
        }
    }

    private void create() throws SQLException {
        String sql =
                "CREATE /* pgwright:change.create_index */ INDEX CONCURRENTLY %s %s"
                        .formatted(Identifier.quoted(index.name()), definition.sqlAfterName());
        try (Statement statement = session.connection().createStatement()) {
            if (begin(statement)) {
                statement.execute(sql);
            } else {
                throw new SQLException("cancelled", SqlState.QUERY_CANCELED.code());
            }
        } finally {
            end();
        }
    }

    private boolean begin(Statement statement) {
        synchronized (cancelling) {
            running = statement;
            return !cancelled;
        }
    }

    private void end() {
        synchronized (cancelling) {
            running = null;
        }
    }

    private BuildOutcome ending(int attempt, SQLException failure) {
        SqlState state = SqlState.of(failure.getSQLState());
        if (state == SqlState.LOCK_NOT_AVAILABLE || state == SqlState.DEADLOCK) {
            return postponed(attempt);
        }
        if (state == SqlState.DUPLICATE_TABLE) {
            return new BuildOutcome.NameTaken(index);
        }
        synchronized (cancelling) {
            return cancelled && state == SqlState.QUERY_CANCELED
                    ? new BuildOutcome.Cancelled()
                    : new BuildOutcome.Failed(reason(failure));
        }
    }

    private BuildOutcome postponed(int attempt) {
        try {
            Duration waited = session.limits().lockTimeout();
            return new BuildOutcome.Postponed(
                    attempt, LockHolders.of(session.connection(), definition.table(), waited));
        } catch (SQLException e) {
            return new BuildOutcome.Failed(reason(e));
        }
    }

    /** The outcome, after the remains of the build are gone; else that they are not. */
    private BuildOutcome cleanedUp(BuildOutcome outcome) {
        if (outcome instanceof BuildOutcome.NameTaken) {
            return outcome;
        }
        String reason = "";
        for (int attempt = 1; attempt <= session.limits().attempts(); attempt++) {
            try {
                if (state() instanceof IndexState.Leftover) {
                    drop();
                }
                return outcome;
            } catch (SQLException e) {
                reason = reason(e);
            }
        }
        return new BuildOutcome.LeftInvalid(index, reason);
    }

    private void drop() throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(
                    "DROP /* pgwright:change.drop_index */ INDEX CONCURRENTLY IF EXISTS %s"
                            .formatted(index.quoted()));
        }
    }

    private IndexState state() throws SQLException {
        return IndexState.of(session.connection(), index, definition.table());
    }

    private static String reason(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
