package org.pgwright.strategy;

import java.util.Locale;

/** How a change of an index has ended. */
public enum ChangeOutcome {
    /** Done. */
    APPLIED,
    /** It was as wanted already. */
    UNNEEDED,
    /** It could not begin, or got no lock in time; nothing is left of it. */
    POSTPONED,
    /** Broken off: by somebody, by the end of the window, or to protect the server. */
    STOPPED,
    /** The server refused or broke off; nothing is left of it. */
    FAILED,
    /** pgwright or a server was ended during it; what was left is removed. */
    INTERRUPTED,
    /** Taken back before it was complete. */
    UNDONE;

    /** The word for it in the repository and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * That of a word.
     *
     * @throws IllegalArgumentException for any other
     */
    public static ChangeOutcome of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Whether the index is as it was wanted. */
    public boolean isAsWanted() {
        return this == APPLIED || this == UNNEEDED;
    }
}
