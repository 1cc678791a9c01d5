package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What pgwright itself costs the servers of an instance, and how its work on the repository goes.
 *
 * @param calls of statements of ours within the window
 * @param millis that they took, planning included where the server counts that
 * @param share of the time of all statements, 0 to 1; null where none ran
 */
public record OwnWork(long calls, double millis, @Nullable Double share, List<Job> jobs) {
    public OwnWork {
        jobs = List.copyOf(jobs);
    }

    /**
     * Work on the repository.
     *
     * @param lastEnded null for not yet
     * @param lastFailure of the last run, in words; null for none
     */
    public record Job(
            String name,
            Instant lastStarted,
            @Nullable Instant lastEnded,
            @Nullable String lastFailure) {}
}
