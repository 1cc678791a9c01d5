package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.QueryTrend.Before;
import org.pgwright.repository.figures.QueryTrend.Point;
import org.pgwright.repository.figures.QueryTrend.Sum;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what a query did step by step: by minutes from samples, which are kept for some days, and
 * from an hour on by whole hours, so that the first point may begin up to an hour earlier than
 * asked for. What was counted between two looks belongs to the time of the second.
 */
public final class QueryTrends {
    private static final double MICROS = 1_000;

    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Steps before the first point have negative numbers. Of samples only what is of the query is
     * taken out of their arrays.
     */
    private static final String BY_MINUTES =
            """
            WITH mine AS MATERIALIZED (
                SELECT r.source_id
                  FROM statement_source r
                  JOIN statement t USING (instance_id, statement_id)
                 WHERE r.instance_id = :instance AND t.query_hash = :hash AND r.is_ours = :ours),
            places AS (
                SELECT floor(extract(epoch FROM s.taken_at - :from) / :seconds)::integer AS step,
                       s.calls, s.row_count, s.execution_time, s.shared_blocks_hit, s.shared_blocks_read,
                       array_position(s.objects, m.source_id) AS place
                  FROM statement_sample s
                  LEFT JOIN mine m ON true
                 WHERE s.instance_id = :instance AND s.taken_at >= :before AND s.taken_at < :to
                   AND cardinality(s.objects) > 0)
            SELECT p.step, coalesce(sum(p.calls[p.place]), 0)::bigint AS calls,
                   coalesce(sum(p.row_count[p.place]), 0)::bigint AS row_count,
                   coalesce(sum(p.execution_time[p.place]), 0)::bigint AS execution_time,
                   coalesce(sum(p.shared_blocks_hit[p.place]), 0)::bigint AS shared_blocks_hit,
                   coalesce(sum(p.shared_blocks_read[p.place]), 0)::bigint AS shared_blocks_read
              FROM places p
             GROUP BY p.step
            """;

    /** The same from hours; of steps in which only others ran there are rows too. */
    private static final String BY_HOURS =
            """
            WITH mine AS MATERIALIZED (
                SELECT r.source_id
                  FROM statement_source r
                  JOIN statement t USING (instance_id, statement_id)
                 WHERE r.instance_id = :instance AND t.query_hash = :hash AND r.is_ours = :ours),
            summed AS MATERIALIZED (
                SELECT coalesce((SELECT u.until FROM rolled_up u
                                  WHERE u.instance_id = :instance AND u.kind = 'statement'),
                                '-infinity') AS until),
            counted AS (
                SELECT h.hour AS counted_at, h.calls, h.row_count, h.execution_time,
                       h.shared_blocks_hit, h.shared_blocks_read
                  FROM statement_hour h
                 WHERE h.instance_id = :instance AND h.hour >= :before AND h.hour < :to
                   AND h.source_id = ANY (ARRAY (SELECT m.source_id FROM mine m))
                 UNION ALL
                SELECT s.taken_at, s.calls[o.place], s.row_count[o.place],
                       s.execution_time[o.place], s.shared_blocks_hit[o.place],
                       s.shared_blocks_read[o.place]
                  FROM statement_sample s
                  LEFT JOIN mine m ON true
                 CROSS JOIN LATERAL (SELECT array_position(s.objects, m.source_id)) AS o (place)
                 WHERE s.instance_id = :instance AND s.taken_at < :to
                   AND s.taken_at >= greatest(:before, (SELECT u.until FROM summed u))
                   AND cardinality(s.objects) > 0
                 UNION ALL
                SELECT greatest(:before, b.begins), NULL, NULL, NULL, NULL, NULL
                  FROM (SELECT :from::timestamptz + make_interval(secs => n * :seconds) AS begins
                          FROM generate_series(
                               floor(extract(epoch FROM :before - :from) / :seconds)::integer,
                               floor(extract(epoch FROM :to - :from) / :seconds)::integer) AS n) b
                 WHERE EXISTS (
                       SELECT FROM statement_hour h
                        WHERE h.instance_id = :instance AND h.hour < :to
                          AND h.hour >= greatest(:before, b.begins)
                          AND h.hour < b.begins + make_interval(secs => :seconds)))
            SELECT floor(extract(epoch FROM c.counted_at - :from) / :seconds)::integer AS step,
                   coalesce(sum(c.calls), 0)::bigint AS calls,
                   coalesce(sum(c.row_count), 0)::bigint AS row_count,
                   coalesce(sum(c.execution_time), 0)::bigint AS execution_time,
                   coalesce(sum(c.shared_blocks_hit), 0)::bigint AS shared_blocks_hit,
                   coalesce(sum(c.shared_blocks_read), 0)::bigint AS shared_blocks_read
              FROM counted c
             GROUP BY step
            """;

    /**
     * The trend of a query.
     *
     * @param hash a whole one
     * @param isOurs whether of what pgwright ran
     */
    public QueryTrend read(JdbcClient jdbc, Window window, String hash, boolean isOurs) {
        Duration step = Steps.of(Duration.between(window.from(), window.to()));
        boolean isByHour = step.compareTo(HOUR) >= 0;
        Instant from = isByHour ? window.from().truncatedTo(ChronoUnit.HOURS) : window.from();
        Instant before = from.minus(length(from, window.to(), isByHour));
        Map<Integer, Sum> sums = new HashMap<>();
        jdbc.sql(isByHour ? BY_HOURS : BY_MINUTES)
                .param("instance", window.instanceId())
                .param("hash", hash)
                .param("ours", isOurs)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("seconds", step.toSeconds())
                .query(
                        row -> {
                            sums.put(row.getInt("step"), sum(row));
                        });
        return new QueryTrend(
                step, points(from, window.to(), step, sums), before(before, from, step, sums));
    }

    /** As sums are by the hour, the time before is one of whole hours too. */
    private static Duration length(Instant from, Instant to, boolean isByHour) {
        Duration length = Duration.between(from, to);
        return isByHour ? HOUR.multipliedBy(length.plus(HOUR).minusNanos(1).toHours()) : length;
    }

    private static Sum sum(ResultSet row) throws SQLException {
        return new Sum(
                row.getLong("calls"),
                row.getLong("row_count"),
                row.getLong("execution_time") / MICROS,
                row.getLong("shared_blocks_hit"),
                row.getLong("shared_blocks_read"));
    }

    private static List<Point> points(
            Instant from, Instant to, Duration step, Map<Integer, Sum> sums) {
        List<Point> points = new ArrayList<>();
        Instant begin = from;
        while (begin.isBefore(to)) {
            Sum did = sums.get(points.size());
            Instant end = begin.plus(step);
            points.add(
                    new Point(
                            begin,
                            end.isBefore(to) ? end : to,
                            did != null,
                            did == null ? Sum.NOTHING : did));
            begin = end;
        }
        return points;
    }

    private static @Nullable Before before(
            Instant from, Instant to, Duration step, Map<Integer, Sum> sums) {
        List<Sum> watched =
                sums.entrySet().stream()
                        .filter(e -> e.getKey() < 0)
                        .map(Map.Entry::getValue)
                        .toList();
        if (watched.isEmpty()) {
            return null;
        }
        long steps = Math.ceilDiv(Duration.between(from, to).toMillis(), step.toMillis());
        return new Before(
                from, to, watched.size() == steps, watched.stream().reduce(Sum.NOTHING, Sum::plus));
    }
}
