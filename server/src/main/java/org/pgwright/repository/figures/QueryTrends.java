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
final class QueryTrends {
    private static final double MICROS = 1_000;

    private static final Duration HOUR = Duration.ofHours(1);

    /** Steps before the first point have negative numbers. */
    private static final String BY_STEP =
            """
            WITH mine AS MATERIALIZED (
                SELECT r.source_id
                  FROM statement_source r
                  JOIN statement t USING (instance_id, statement_id)
                 WHERE r.instance_id = :instance AND t.query_hash = :hash AND r.is_ours = :ours),
            counted AS (
                SELECT s.taken_at AS counted_at, o.source_id, o.calls, o.row_count,
                       o.execution_time, o.shared_blocks_hit, o.shared_blocks_read
                  FROM statement_sample s
                 CROSS JOIN LATERAL unnest(
                       s.objects, s.calls, s.row_count, s.execution_time, s.shared_blocks_hit,
                       s.shared_blocks_read)
                       AS o (source_id, calls, row_count, execution_time, shared_blocks_hit,
                             shared_blocks_read)
                 WHERE NOT :byHour
                   AND s.instance_id = :instance AND s.taken_at >= :before AND s.taken_at < :to
                 UNION ALL
                SELECT c.counted_at, c.source_id, c.calls, c.row_count,
                       c.execution_time, c.shared_blocks_hit, c.shared_blocks_read
                  FROM statement_counted c
                 WHERE :byHour
                   AND c.instance_id = :instance AND c.counted_at >= :before AND c.counted_at < :to)
            SELECT floor(extract(epoch FROM c.counted_at - :from) / :seconds)::integer AS step,
                   coalesce(sum(c.calls) FILTER (WHERE m.source_id IS NOT NULL), 0)::bigint
                     AS calls,
                   coalesce(sum(c.row_count) FILTER (WHERE m.source_id IS NOT NULL), 0)::bigint
                     AS row_count,
                   coalesce(sum(c.execution_time) FILTER (WHERE m.source_id IS NOT NULL), 0)
                     ::bigint AS execution_time,
                   coalesce(sum(c.shared_blocks_hit) FILTER (WHERE m.source_id IS NOT NULL), 0)
                     ::bigint AS shared_blocks_hit,
                   coalesce(sum(c.shared_blocks_read) FILTER (WHERE m.source_id IS NOT NULL), 0)
                     ::bigint AS shared_blocks_read
              FROM counted c
              LEFT JOIN mine m USING (source_id)
             GROUP BY step
            """;

    /**
     * The trend of a query.
     *
     * @param hash a whole one
     * @param isOurs whether of what pgwright ran
     */
    QueryTrend read(JdbcClient jdbc, Window window, String hash, boolean isOurs) {
        Duration step = Steps.of(Duration.between(window.from(), window.to()));
        boolean isByHour = step.compareTo(HOUR) >= 0;
        Instant from = isByHour ? window.from().truncatedTo(ChronoUnit.HOURS) : window.from();
        Instant before = from.minus(length(from, window.to(), isByHour));
        Map<Integer, Sum> sums = new HashMap<>();
        jdbc.sql(BY_STEP)
                .param("byHour", isByHour)
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
