package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Work on the repository itself, and how it went the last time (table {@code job}). */
public final class Jobs {
    private final Repository repository;
    private final InstantSource clock;

    public Jobs(Repository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Keeps the partitions: makes those that will be needed, drops those that are too old.
     *
     * @throws PgwrightException if the repository fails
     */
    public void keepPartitions(Partitions partitions) {
        run(
                "create_partitions",
                () -> {
                    partitions.createAhead();
                    return Optional.empty();
                });
        run(
                "drop_partitions",
                () -> {
                    Partitions.Cleared cleared = partitions.dropOld();
                    return cleared.left().isEmpty()
                            ? Optional.empty()
                            : Optional.of("in use: " + String.join(", ", cleared.left()));
                });
    }

    /**
     * Runs work and writes down how it went.
     *
     * @param name at most 60 characters
     * @param work what it could not do, for people; empty if all was done
     * @throws PgwrightException if the work does
     */
    public void run(String name, Supplier<Optional<String>> work) {
        started(name);
        try {
            ended(name, work.get().orElse(null));
        } catch (RuntimeException failure) {
            // What others say could quote data.
            String told =
                    failure instanceof PgwrightException
                            ? failure.getMessage()
                            : failure.getClass().getSimpleName();
            try {
                ended(name, told);
            } catch (PgwrightException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }

    private void started(String name) {
        repository.inTransaction(
                jdbc ->
                        jdbc.sql(
                                        """
                                        INSERT INTO job (name, last_started) VALUES (:name, :at)
                                            ON CONFLICT (name)
                                            DO UPDATE SET last_started = excluded.last_started
                                        """)
                                .param("name", name)
                                .param("at", Timestamp.from(clock.instant()))
                                .update());
    }

    private void ended(String name, @Nullable String failure) {
        repository.inTransaction(
                jdbc ->
                        jdbc.sql(
                                        """
                                        UPDATE job SET last_ended = :at, last_failure = :failure
                                         WHERE name = :name
                                        """)
                                .param("name", name)
                                .param("at", Timestamp.from(clock.instant()))
                                .param("failure", failure)
                                .update());
    }
}
