package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One execution of a query that the server logged.
 *
 * @param at when it ended
 * @param rowsExaminedSource measured, plan or estimate
 * @param applicationName null where the log has none
 * @param hasPlan whether its own plan is kept
 */
public record KeptExecution(
        Instant at,
        double millis,
        long rowsReturned,
        long rowsExamined,
        String rowsExaminedSource,
        String databaseName,
        String roleName,
        @Nullable String applicationName,
        List<String> indexes,
        boolean hasPlan) {
    public KeptExecution {
        indexes = List.copyOf(indexes);
    }
}
