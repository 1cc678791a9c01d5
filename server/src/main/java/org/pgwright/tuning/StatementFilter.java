package org.pgwright.tuning;

import org.pgwright.workload.Statement;

import java.time.Duration;

/**
 * Which statements of pg_stat_statements are worth advice.
 *
 * @param minimumCalls in all
 * @param minimumTime of all calls together
 */
public record StatementFilter(long minimumCalls, Duration minimumTime) {
    public static final StatementFilter ALL = new StatementFilter(0, Duration.ZERO);

    /** Statements from files always pass: they were chosen already. */
    boolean admits(Statement statement) {
        return statement.queryId() == null
                || (statement.calls() >= minimumCalls
                        && statement.totalTime().compareTo(minimumTime) >= 0);
    }
}
