package org.pgwright.observation;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;

import java.time.Instant;
import java.util.UUID;

/**
 * One execution that a server logged.
 *
 * @param id of its row, the same if more of it becomes known later
 * @param at when it ended
 * @param plan null if none was logged, or none that can be read
 * @param literals null unless they are to be kept
 */
public record LoggedExecution(
        UUID id,
        Instant at,
        LogCaller caller,
        LoggedStatement statement,
        double millis,
        @Nullable ExecutedPlan plan,
        @Nullable Literals literals) {
    /** User data: a statement as it was logged, and its parameters. */
    public record Literals(String statement, String parameters) {}
}
