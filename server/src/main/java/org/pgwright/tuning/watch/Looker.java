package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.springframework.dao.DataAccessException;

import java.time.Duration;

/**
 * Does tasks over one connection, which it opens when it needs it and opens anew when it is lost.
 * What fails is written down, never thrown: the next look covers what this one missed.
 */
final class Looker implements AutoCloseable {
    private final ConnectionSettings settings;
    private final String databaseName;
    private final CollectorHealth health;
    private @Nullable TargetReader reader;

    /**
     * @param databaseName under which looks are written down; empty for the whole server
     */
    Looker(ConnectionSettings settings, String databaseName, CollectorHealth health) {
        this.settings = settings;
        this.databaseName = databaseName;
        this.health = health;
    }

    /**
     * Looks, and keeps what it found.
     *
     * @return whether the server could be reached
     */
    boolean perform(Task task) {
        long begin = System.nanoTime();
        boolean reached = true;
        String failure = null;
        try {
            read(task).run();
        } catch (PgwrightException refused) {
            failure = refused.getMessage();
            reached = !isConnection(refused);
        } catch (DataAccessException notKept) {
            failure = "not kept: " + sentence(notKept);
        }
        if (!reached) {
            close();
        }
        health.add(
                new CollectorHealth.Subject(task.name(), databaseName),
                Duration.ofNanos(System.nanoTime() - begin),
                failure);
        return reached;
    }

    private Runnable read(Task task) {
        try (ReadTransaction transaction = connected().begin()) {
            return task.look().read(transaction);
        }
    }

    private TargetReader connected() {
        TargetReader open = reader;
        if (open == null) {
            open = TargetReader.open(settings);
            reader = open;
        }
        return open;
    }

    private static boolean isConnection(PgwrightException failure) {
        return failure.code() == ErrorCode.CONNECTION_FAILED
                || failure.code() == ErrorCode.AUTHENTICATION_FAILED
                || failure.code() == ErrorCode.INTERNAL;
    }

    /** The repository's own words; they hold no value of a row. */
    private static String sentence(DataAccessException failure) {
        Throwable cause = failure.getMostSpecificCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public void close() {
        TargetReader open = reader;
        reader = null;
        if (open != null) {
            try {
                open.close();
            } catch (PgwrightException gone) {
                health.add(
                        new CollectorHealth.Subject("disconnect", databaseName),
                        Duration.ZERO,
                        gone.getMessage());
            }
        }
    }
}
