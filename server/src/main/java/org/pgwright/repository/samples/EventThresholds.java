package org.pgwright.repository.samples;

import java.time.Duration;

/**
 * From when on something is an event. A wait for a lock is one if two looks see it, which come
 * every second: shorter ones are the business of a working database.
 *
 * @param longTransaction how long a transaction may be open
 * @param idleInTransaction how long its client may do nothing with it
 */
public record EventThresholds(Duration longTransaction, Duration idleInTransaction) {
    /**
     * Five minutes are beyond what an application does at once, and what vacuum is held back by
     * without harm; a minute without a statement is a client that has forgotten its transaction, or
     * thinks while others wait.
     */
    public static final EventThresholds DEFAULT =
            new EventThresholds(Duration.ofMinutes(5), Duration.ofMinutes(1));

    public EventThresholds {
        if (longTransaction.isNegative() || idleInTransaction.isNegative()) {
            throw new IllegalArgumentException("thresholds are not negative");
        }
    }
}
