package org.pgwright.repository.present;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/**
 * The sessions of a server at the last look.
 *
 * @param limit of connections
 * @param byState how many are in each state, those that wait for their client as {@code idle}
 * @param waitingForLocks of them
 * @param longestTransaction null for none
 * @param longestIdleInTransaction null for none
 */
public record ServerSessions(
        String server,
        int limit,
        Map<String, Integer> byState,
        int waitingForLocks,
        @Nullable Duration longestTransaction,
        @Nullable Duration longestIdleInTransaction) {
    public ServerSessions {
        byState = Map.copyOf(byState);
    }
}
