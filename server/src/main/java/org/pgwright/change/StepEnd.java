package org.pgwright.change;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** How a statement of a change has ended. */
sealed interface StepEnd {
    /** As it should. */
    record Done() implements StepEnd {}

    /** It got no lock in time, or others waited for it. */
    record Blocked(String reason, List<LockHolder> holders) implements StepEnd {
        public Blocked {
            holders = List.copyOf(holders);
        }
    }

    /** It was broken off on purpose. */
    record Stopped(String reason) implements StepEnd {}

    /**
     * The server refused or broke off.
     *
     * @param sqlState null where the server gave none
     */
    record Failed(@Nullable String sqlState, String reason) implements StepEnd {}

    /** The connection is lost: what the statement did is not known. */
    record Lost(String reason) implements StepEnd {}
}
