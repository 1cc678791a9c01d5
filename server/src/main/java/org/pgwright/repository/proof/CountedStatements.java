package org.pgwright.repository.proof;

import org.pgwright.proof.IntervalFigures;
import org.pgwright.proof.Windows;
import org.pgwright.repository.strategy.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the statements of a database did in a time, interval by interval, on all servers of
 * its instance, without what pgwright ran itself.
 *
 * <p>Left out are intervals in which counters were lost, objects whose own counters were started
 * anew, what reaches over the beginning of the time, and what was counted while a change of an
 * index was at work in the database.
 */
final class CountedStatements {
    private static final double MICROS = 1_000;

    /**
     * From samples. What the server forgot to make room (eviction) is marked statement by statement
     * where it came back.
     */
    private static final String BY_SAMPLE =
            """
            WITH busy AS MATERIALIZED (
                SELECT p.began_at, coalesce(p.ended_at, p.began_at) AS ended_at
                  FROM change_step p
                  JOIN index_change c ON c.instance_id = p.instance_id AND c.id = p.change_id
                 WHERE p.instance_id = :instance AND c.database_id = :database
                   AND p.began_at < :until AND coalesce(p.ended_at, p.began_at) > :from)
            SELECT r.statement_id,
                   floor(extract(epoch FROM s.taken_at - :from) / :seconds)::bigint AS step,
                   sum(o.calls)::bigint AS calls,
                   coalesce(sum(o.row_count), 0)::bigint AS row_count,
                   coalesce(sum(o.execution_time), 0)::bigint AS execution_time,
                   coalesce(sum(o.shared_blocks_hit), 0)::bigint AS blocks_hit,
                   coalesce(sum(o.shared_blocks_read), 0)::bigint AS blocks_read,
                   coalesce(sum(o.wal_bytes), 0)::bigint AS wal_bytes,
                   coalesce(sum(o.block_read_time), 0)::bigint
                   + coalesce(sum(o.block_write_time), 0)::bigint
                   + coalesce(sum(o.temp_block_time), 0)::bigint AS io_time
              FROM statement_sample s
             CROSS JOIN LATERAL unnest(
                   s.objects, s.calls, s.row_count, s.execution_time, s.shared_blocks_hit,
                   s.shared_blocks_read, s.wal_bytes, s.block_read_time, s.block_write_time,
                   s.temp_block_time)
                   AS o (source_id, calls, row_count, execution_time, shared_blocks_hit,
                         shared_blocks_read, wal_bytes, block_read_time, block_write_time,
                         temp_block_time)
              JOIN statement_source r
                ON r.instance_id = s.instance_id AND r.source_id = o.source_id
             WHERE s.instance_id = :instance
               AND s.taken_at > :from AND s.taken_at <= :until
               AND s.interval_start >= :from
               AND NOT s.gaps && '{statistics_reset,crash,clock_step,recreated,replaced}'
               AND o.source_id <> ALL (s.incomplete)
               AND r.database_id = :database AND NOT r.is_ours
               AND NOT EXISTS (
                   SELECT FROM busy b
                    WHERE b.began_at < s.taken_at AND b.ended_at > s.interval_start)
             GROUP BY 1, 2
            HAVING sum(o.calls) > 0
             ORDER BY 1, 2
            """;

    /** From sums; what they do not say of their hour is known from its samples. */
    private static final String BY_HOUR =
            """
            WITH bad AS MATERIALIZED (
                SELECT date_trunc('hour', s.taken_at, 'UTC') AS hour
                  FROM statement_sample s
                 WHERE s.instance_id = :instance
                   AND s.taken_at >= :from AND s.taken_at < :until
                   AND (s.gaps && '{statistics_reset,crash,clock_step,recreated,replaced}'
                        OR s.interval_start < :from)
                 UNION
                SELECT h
                  FROM change_step p
                  JOIN index_change c ON c.instance_id = p.instance_id AND c.id = p.change_id
                 CROSS JOIN LATERAL generate_series(
                       date_trunc('hour', p.began_at, 'UTC'),
                       coalesce(p.ended_at, p.began_at), '1 hour') AS h
                 WHERE p.instance_id = :instance AND c.database_id = :database
                   AND p.began_at < :until AND coalesce(p.ended_at, p.began_at) >= :from)
            SELECT r.statement_id,
                   floor(extract(epoch FROM h.hour - :from) / :seconds)::bigint AS step,
                   sum(h.calls)::bigint AS calls,
                   coalesce(sum(h.row_count), 0)::bigint AS row_count,
                   coalesce(sum(h.execution_time), 0)::bigint AS execution_time,
                   coalesce(sum(h.shared_blocks_hit), 0)::bigint AS blocks_hit,
                   coalesce(sum(h.shared_blocks_read), 0)::bigint AS blocks_read,
                   coalesce(sum(h.wal_bytes), 0)::bigint AS wal_bytes,
                   coalesce(sum(h.block_read_time), 0)::bigint
                   + coalesce(sum(h.block_write_time), 0)::bigint
                   + coalesce(sum(h.temp_block_time), 0)::bigint AS io_time
              FROM statement_hour h
              JOIN statement_source r USING (instance_id, source_id)
             WHERE h.instance_id = :instance
               AND h.hour >= :from AND h.hour <= :until - interval '1 hour'
               AND NOT h.is_incomplete
               AND r.database_id = :database AND NOT r.is_ours
               AND h.hour NOT IN (SELECT b.hour FROM bad b)
             GROUP BY 1, 2
            HAVING sum(h.calls) > 0
             ORDER BY 1, 2
            """;

    private final JdbcClient jdbc;
    private final Scope scope;
    private final Windows windows;

    CountedStatements(JdbcClient jdbc, Scope scope, Windows windows) {
        this.jdbc = jdbc;
        this.scope = scope;
        this.windows = windows;
    }

    /** Before the change, by the numbers of statements. */
    Map<Integer, List<IntervalFigures>> before() {
        return read(windows.beforeFrom(), windows.beforeUntil());
    }

    /** After it. */
    Map<Integer, List<IntervalFigures>> after() {
        return read(windows.afterFrom(), windows.afterUntil());
    }

    private Map<Integer, List<IntervalFigures>> read(Instant from, Instant until) {
        Map<Integer, List<IntervalFigures>> statements = new HashMap<>();
        jdbc.sql(windows.isByHour() ? BY_HOUR : BY_SAMPLE)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("seconds", windows.interval().toSeconds())
                .query(
                        row -> {
                            statements
                                    .computeIfAbsent(
                                            row.getInt("statement_id"), id -> new ArrayList<>())
                                    .add(figures(row));
                        });
        return statements;
    }

    private static IntervalFigures figures(ResultSet row) throws SQLException {
        return new IntervalFigures(
                row.getLong("calls"),
                row.getLong("execution_time") / MICROS,
                row.getLong("row_count"),
                row.getLong("blocks_hit"),
                row.getLong("blocks_read"),
                row.getLong("wal_bytes"),
                row.getLong("io_time") / MICROS);
    }
}
