package org.pgwright.observation;

/**
 * The counters of pg_stat_database (manual, section 27.2), in the order in which they are kept.
 * Times are in microseconds, blocks of {@code block_size} bytes.
 */
public enum DatabaseCounter implements Counter {
    COMMITS,
    ROLLBACKS,
    BLOCKS_HIT,
    BLOCKS_READ,
    ROWS_RETURNED,
    ROWS_FETCHED,
    ROWS_INSERTED,
    ROWS_UPDATED,
    ROWS_DELETED,
    /** Statements cancelled on a standby by recovery. */
    CONFLICTS,
    TEMP_FILES,
    TEMP_BYTES,
    DEADLOCKS,
    /** Only where {@code track_io_timing} is on. */
    BLOCK_READ_TIME,
    /** Only where {@code track_io_timing} is on. */
    BLOCK_WRITE_TIME,
    SESSION_TIME,
    ACTIVE_TIME,
    IDLE_IN_TRANSACTION_TIME,
    SESSIONS,
    /** Lost their client. */
    SESSIONS_ABANDONED,
    SESSIONS_FATAL,
    SESSIONS_KILLED
}
