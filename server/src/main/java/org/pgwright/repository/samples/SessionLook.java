package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The sessions of a node at one moment, by their processes.
 *
 * @param takenAt by the server's clock
 */
record SessionLook(Instant takenAt, Map<Integer, Seen> sessions) {
    /**
     * A session. Ages are negative where the server's clock was set back since.
     *
     * @param isWaiting for a lock
     * @param statement its number; 0 for none
     * @param transactionAge null outside of a transaction, and for a helper of another session
     * @param queryAge since its query began, or since it is idle
     * @param blockers the processes that it waits for; 0 is a prepared transaction
     */
    record Seen(
            int pid,
            String state,
            boolean isWaiting,
            Session.Client client,
            int statement,
            @Nullable Duration transactionAge,
            @Nullable Duration queryAge,
            List<Integer> blockers) {
        boolean isIdleInTransaction() {
            return state.startsWith("idle in transaction");
        }
    }
}
