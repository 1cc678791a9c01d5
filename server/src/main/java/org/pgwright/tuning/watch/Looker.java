package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.Defect;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.TargetReader;
import org.pgwright.repository.samples.CollectorRuns;

import java.time.Duration;

/**
 * Does tasks over one connection, which it opens when it needs it and opens anew when it is lost.
 * What fails is written down, never thrown: the next look covers what this one missed.
 */
final class Looker implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 3;

    private final ConnectionSettings settings;
    private final String databaseName;
    private final NodeIdentity identity;
    private final CollectorHealth health;
    private @Nullable TargetReader reader;

    /**
     * @param databaseName under which looks are written down; empty for the whole server
     * @param identity asked whether it is that server still
     */
    Looker(
            ConnectionSettings settings,
            String databaseName,
            NodeIdentity identity,
            CollectorHealth health) {
        this.settings = settings;
        this.databaseName = databaseName;
        this.identity = identity;
        this.health = health;
    }

    /** How a task went. */
    enum Outcome {
        KEPT,
        /** The server refused the look, or the repository what it found. */
        FAILED,
        /** There is no connection to the server. */
        NOT_REACHED
    }

    /** Looks, and keeps what it found. */
    Outcome perform(Task task) {
        task.look().prepare();
        long begin = System.nanoTime();
        Runnable found = read(task, begin);
        if (found == null) {
            return reader == null ? Outcome.NOT_REACHED : Outcome.FAILED;
        }
        try {
            found.run();
            note(task, begin, null);
            return Outcome.KEPT;
        } catch (PgwrightException notKept) {
            note(task, begin, notKept.getMessage());
            return Outcome.FAILED;
        } catch (RuntimeException | StackOverflowError defect) {
            note(task, begin, Defect.shown(defect));
            return Outcome.FAILED;
        }
    }

    /** What to keep; null if the look has failed. */
    private @Nullable Runnable read(Task task, long begin) {
        for (int attempt = 1; ; attempt++) {
            try (ReadTransaction transaction = connected().begin()) {
                return task.look().read(transaction);
            } catch (PgwrightException refused) {
                if (isLost(refused)) {
                    close();
                }
                // The server's own functions fail on what is dropped after the snapshot was taken.
                if (attempt == MOST_ATTEMPTS || !ServerFailure.isOfSchemaChange(refused)) {
                    note(task, begin, refused.getMessage());
                    return null;
                }
            } catch (RuntimeException | StackOverflowError defect) {
                // What others send may be anything; the other tasks go on.
                note(task, begin, Defect.shown(defect));
                return null;
            }
        }
    }

    private void note(Task task, long begin, @Nullable String failure) {
        health.add(
                new CollectorRuns.Subject(task.name(), databaseName),
                Duration.ofNanos(System.nanoTime() - begin),
                failure);
    }

    private TargetReader connected() {
        TargetReader open = reader;
        if (open == null) {
            open = TargetReader.open(settings);
            reader = open;
            try (ReadTransaction transaction = open.begin()) {
                identity.check(transaction);
            }
        }
        return open;
    }

    /** A connection of which we do not know how it is, is opened anew. */
    private static boolean isLost(PgwrightException failure) {
        return switch (failure.code()) {
            case CONNECTION_FAILED, AUTHENTICATION_FAILED, INTERNAL, DEADLINE_EXCEEDED -> true;
            case USAGE,
                    NOT_FOUND,
                    SNAPSHOT_INVALID,
                    NOT_ALLOWED,
                    UNSUPPORTED_SERVER,
                    NO_WORKLOAD,
                    TWIN_FAILED,
                    CHECK_FAILED,
                    DISK_FULL,
                    LOCK_TIMEOUT,
                    IN_USE ->
                    false;
        };
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
                        new CollectorRuns.Subject("disconnect", databaseName),
                        Duration.ZERO,
                        gone.getMessage());
            }
        }
    }
}
