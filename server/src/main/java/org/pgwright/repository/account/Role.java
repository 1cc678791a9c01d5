package org.pgwright.repository.account;

import java.util.Locale;

/** What somebody may do; each may do what those before it may. */
public enum Role {
    /** Looks. */
    VIEWER,
    /** Also decides on strategies, changes indexes, ends sessions. */
    OPERATOR,
    /** Also changes databases, users, tokens and policies. */
    ADMIN;

    /** As it is stored and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether it may do what the other may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The one that may less. */
    public Role least(Role other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
