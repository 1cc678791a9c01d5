package org.pgwright.observation;

/** What happens to sessions that others may suffer from. */
public enum SessionEventKind {
    /** A query waits for a lock. */
    LOCK_WAIT,
    /** A transaction is open for long: it may hold locks, and keeps vacuum from removing rows. */
    LONG_TRANSACTION,
    /** A transaction is open, and its client does nothing with it. */
    IDLE_IN_TRANSACTION
}
