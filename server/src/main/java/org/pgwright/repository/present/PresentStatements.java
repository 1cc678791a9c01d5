package org.pgwright.repository.present;

import org.pgwright.repository.alerts.ReadingTime;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What queries did in the last minutes: the dearest, and all others in one. They are rates, not
 * counters, because pg_stat_statements forgets statements to make room and their counters with
 * them.
 */
public final class PresentStatements {
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final Duration SPAN = Duration.ofMinutes(5);

    private static final String RATES =
            """
            WITH looked AS (
                SELECT extract(epoch FROM max(s.taken_at)
                                          - min(greatest(s.interval_start, :from))) AS seconds
                  FROM statement_sample s
                 WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
                HAVING max(s.taken_at) > :fresh
                   AND max(s.taken_at) > min(greatest(s.interval_start, :from))),
            did AS (
                SELECT t.query_hash, sum(o.calls) AS calls,
                       coalesce(sum(o.execution_time), 0) AS micros,
                       coalesce(sum(o.row_count), 0) AS row_count,
                       coalesce(sum(o.blocks_read), 0) AS blocks_read
                  FROM statement_sample s
                 CROSS JOIN LATERAL unnest(
                       s.objects, s.calls, s.execution_time, s.row_count, s.shared_blocks_read)
                       AS o (source_id, calls, execution_time, row_count, blocks_read)
                  JOIN statement_source r
                    ON r.instance_id = s.instance_id AND r.source_id = o.source_id
                  JOIN statement t
                    ON t.instance_id = r.instance_id AND t.statement_id = r.statement_id
                 WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
                   AND o.calls > 0
                   AND NOT r.is_ours
                   AND NOT t.is_ours
                 GROUP BY t.query_hash),
            ranked AS (
                SELECT d.*, row_number() OVER (ORDER BY d.micros DESC, d.query_hash) AS place
                  FROM did d)
            SELECT CASE WHEN r.place <= :most THEN r.query_hash ELSE :other END AS query_hash,
                   sum(r.calls) / l.seconds AS calls, sum(r.micros) / 1e6 / l.seconds AS executing,
                   sum(r.row_count) / l.seconds AS row_count,
                   sum(r.blocks_read) / l.seconds AS blocks_read
              FROM ranked r
             CROSS JOIN looked l
             GROUP BY 1, l.seconds
             ORDER BY executing DESC
            """;

    /** Empty where nothing was looked at lately. */
    public List<StatementRate> rates(JdbcClient jdbc, ReadingTime time, int most) {
        return time.of(jdbc, RATES, SPAN, FRESH)
                .param("most", most)
                .param("other", Place.OTHER)
                .query((row, number) -> rate(row))
                .list();
    }

    private static StatementRate rate(ResultSet row) throws SQLException {
        return new StatementRate(
                row.getString("query_hash"),
                row.getDouble("calls"),
                row.getDouble("executing"),
                row.getDouble("row_count"),
                row.getDouble("blocks_read"));
    }
}
