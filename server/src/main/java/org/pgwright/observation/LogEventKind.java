package org.pgwright.observation;

/** What a server logs beside statements. */
public enum LogEventKind {
    /** A statement failed. */
    ERROR,
    /** A session waited longer than deadlock_timeout; measured in milliseconds. */
    LOCK_WAIT,
    DEADLOCK,
    /** Measured in bytes. */
    TEMPORARY_FILE,
    /** Measured in seconds. */
    CHECKPOINT,
    /** Measured in seconds. */
    AUTOMATIC_VACUUM,
    /** Measured in seconds. */
    AUTOMATIC_ANALYZE,
    /** Start, stop, crash. */
    SERVER
}
