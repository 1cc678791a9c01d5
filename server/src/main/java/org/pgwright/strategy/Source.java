package org.pgwright.strategy;

import java.util.Locale;

/** Where a strategy comes from. */
public enum Source {
    /** The index was there. */
    SERVER,
    /** pgwright recommended it. */
    ADVICE,
    /** A file of advice. */
    FILE,
    /** A file of statements. */
    SQL,
    /** What was collected says that the index is not needed. */
    RETIREMENT;

    /** The word for it in the repository and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * That of a word.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Source of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
