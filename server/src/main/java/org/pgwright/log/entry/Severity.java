package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

/** How grave an entry is (manual, table 20.2). */
public enum Severity {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    LOG,
    FATAL,
    PANIC;

    /** The severity of a word as servers write it in English; null for any other word. */
    public static @Nullable Severity of(String word) {
        return switch (word) {
            case "LOG" -> LOG;
            case "ERROR" -> ERROR;
            case "FATAL" -> FATAL;
            case "PANIC" -> PANIC;
            case "WARNING" -> WARNING;
            case "NOTICE" -> NOTICE;
            case "INFO" -> INFO;
            case "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5" -> DEBUG;
            default -> null;
        };
    }

    /** Whether a statement or a session failed. */
    public boolean isFailure() {
        return this == ERROR || this == FATAL || this == PANIC;
    }
}
