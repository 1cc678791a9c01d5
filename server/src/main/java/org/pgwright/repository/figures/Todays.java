package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Counts what went wrong today. */
final class Todays {
    private static final String TODAY =
            """
            SELECT (SELECT count(*)
                      FROM (SELECT s.statement_id
                              FROM statement_counted c
                              JOIN statement_source s USING (instance_id, source_id)
                             WHERE c.instance_id = :instance AND c.counted_at >= :from
                               AND c.counted_at < :to AND NOT s.is_ours
                             GROUP BY s.statement_id
                            HAVING sum(c.execution_time) >= 1e6 * sum(c.calls)) slow)
                     AS slow_queries,
                   (SELECT count(*)
                      FROM query_performance_log q
                     WHERE q.instance_id = :instance AND q.executed_at >= :from
                       AND q.executed_at < :to AND q.source = 'log' AND q.is_slow_query)
                     AS slow_executions,
                   (SELECT coalesce(sum(c.deadlocks), 0)::bigint
                      FROM database_counted c
                     WHERE c.instance_id = :instance AND c.counted_at >= :from
                       AND c.counted_at < :to) AS deadlocks,
                   count(*) FILTER (WHERE e.kind = 'lock_wait') AS waits,
                   coalesce(sum(e.lasted_millis) FILTER (WHERE e.kind = 'lock_wait'), 0)::bigint
                     AS waited_millis,
                   count(*) FILTER (WHERE e.kind = 'long_transaction') AS long_transactions,
                   count(*) FILTER (WHERE e.kind = 'idle_in_transaction') AS idle_in_transaction
              FROM session_event e
             WHERE e.instance_id = :instance AND e.last_seen_at >= :from AND e.first_seen_at < :to
            """;

    /**
     * What went wrong.
     *
     * @param window whose end is now
     */
    Today read(JdbcClient jdbc, Window window) {
        Instant midnight = window.to().truncatedTo(ChronoUnit.DAYS);
        return jdbc.sql(TODAY)
                .param("instance", window.instanceId())
                .param("from", midnight.atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .query((row, number) -> today(midnight, row))
                .single();
    }

    private static Today today(Instant midnight, ResultSet row) throws SQLException {
        return new Today(
                midnight,
                row.getLong("slow_queries"),
                row.getLong("slow_executions"),
                row.getLong("deadlocks"),
                row.getLong("waits"),
                row.getLong("waited_millis"),
                row.getLong("long_transactions"),
                row.getLong("idle_in_transaction"));
    }
}
