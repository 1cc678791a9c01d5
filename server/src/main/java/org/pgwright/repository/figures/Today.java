package org.pgwright.repository.figures;

import java.time.Instant;

/**
 * What went wrong since midnight (UTC), by the server's clock.
 *
 * @param slowQueries statements whose mean was over a second
 * @param slowExecutions executions over a second that were kept of the log
 * @param waits for locks
 * @param waitedMillis all of them together, at least
 * @param longTransactions longer than five minutes
 * @param idleInTransaction longer than a minute
 */
public record Today(
        Instant from,
        long slowQueries,
        long slowExecutions,
        long deadlocks,
        long waits,
        long waitedMillis,
        long longTransactions,
        long idleInTransaction) {}
