package org.pgwright.snapshot;

import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.ServerFailure;

import java.util.function.Supplier;

/**
 * Reads what a snapshot can do without: a failure becomes a gap. One that may be gone when all is
 * read anew is thrown, unless this is the last attempt. Locks are given back at once.
 */
final class BestEffort {
    private final ReadTransaction transaction;
    private final Gaps gaps;
    private final boolean lastAttempt;

    BestEffort(ReadTransaction transaction, Gaps gaps, boolean lastAttempt) {
        this.transaction = transaction;
        this.gaps = gaps;
        this.lastAttempt = lastAttempt;
    }

    /**
     * What the work gives, else the fallback.
     *
     * @param effect what the fallback means to the user
     */
    <T> T read(String subject, String effect, T fallback, Supplier<T> work) {
        return switch (transaction.attempt(work)) {
            case Attempt.Done<T>(T value) -> value;
            case Attempt.Failed<T>(PgwrightException failure) -> {
                if (!lastAttempt && ServerFailure.mayPass(failure)) {
                    throw failure;
                }
                gaps.add(
                        subject,
                        effect + " (" + failure.getMessage() + ")",
                        "take the snapshot again when the server is less busy");
                yield fallback;
            }
        };
    }
}
