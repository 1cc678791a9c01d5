package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LoggedPlanText;
import org.pgwright.log.QueryNames;
import org.pgwright.observation.LogCaller;

import java.time.Instant;
import java.util.UUID;

/**
 * An execution of which the log tells by its plan, its duration, or both.
 *
 * @param statement as logged, with literals
 * @param isTimed whether the duration is the statement's, not only the plan's
 * @param isKept whether it has a row already
 */
record Candidate(
        UUID id,
        Instant at,
        LogCaller caller,
        QueryNames.Name name,
        String statement,
        String parameters,
        double millis,
        boolean isTimed,
        @Nullable LoggedPlanText plan,
        boolean isKept) {
    /** The same with the duration of the whole statement. */
    Candidate timed(double took, String with) {
        return new Candidate(id, at, caller, name, statement, with, took, true, plan, isKept);
    }

    Candidate planned(LoggedPlanText with) {
        return new Candidate(
                id, at, caller, name, statement, parameters, millis, isTimed, with, isKept);
    }

    Candidate kept() {
        return new Candidate(
                id, at, caller, name, statement, parameters, millis, isTimed, plan, true);
    }

    /** Whether a duration or plan of a statement may be of this execution. */
    boolean isOf(String other) {
        return statement.strip().equals(other.strip());
    }
}
