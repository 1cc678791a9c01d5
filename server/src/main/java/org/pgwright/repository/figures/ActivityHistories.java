package org.pgwright.repository.figures;

import org.pgwright.repository.figures.ActivityHistory.Average;
import org.pgwright.repository.figures.ActivityHistory.OfClient;
import org.pgwright.repository.figures.ActivityHistory.OfQuery;
import org.pgwright.repository.figures.ActivityHistory.OfWait;
import org.pgwright.repository.figures.ActivityHistory.Point;
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

/** Says what sessions did over a time, by the minute. */
public final class ActivityHistories {
    /** By waits, by statements, by clients, and all together. */
    private static final String BY_EACH =
            """
            WITH looks AS (
                SELECT m.node_id, sum(m.samples) AS samples
                  FROM activity_minute m
                 WHERE m.instance_id = :instance AND m.minute >= :from AND m.minute < :to
                 GROUP BY m.node_id),
            sums AS (
                SELECT CASE WHEN grouping(m.wait_type) = 0 THEN 'wait'
                            WHEN grouping(m.statement_id) = 0 THEN 'query'
                            WHEN grouping(m.role_name) = 0 THEN 'client'
                            ELSE 'all'
                       END AS of, m.wait_type, m.wait_event, m.statement_id, m.database_name,
                       m.role_name, m.application_name,
                       coalesce(sum(m.seen / l.samples)
                                FILTER (WHERE m.state NOT LIKE 'idle%'), 0)::double precision
                         AS active,
                       coalesce(sum(m.seen / l.samples)
                                FILTER (WHERE m.state LIKE 'idle%'), 0)::double precision AS idle
                  FROM activity_minute m
                  JOIN looks l USING (node_id)
                 WHERE m.instance_id = :instance AND m.minute >= :from AND m.minute < :to
                   AND m.seen > 0
                 GROUP BY GROUPING SETS (
                       (m.wait_type, m.wait_event), (m.statement_id),
                       (m.database_name, m.role_name, m.application_name), ()))
            SELECT s.*, t.query_hash, t.query_text
              FROM sums s
              LEFT JOIN statement t
                ON t.instance_id = :instance AND t.statement_id = s.statement_id
             ORDER BY s.active DESC, s.idle DESC, s.wait_type, s.wait_event, t.query_hash,
                   s.database_name, s.role_name, s.application_name
            """;

    private static final String BY_STEP =
            """
            SELECT n.step, sum(n.samples)::bigint AS looks,
                   sum(n.active / n.samples)::double precision AS active,
                   sum(n.idle / n.samples)::double precision AS idle
              FROM (SELECT floor(extract(epoch FROM m.minute - :from) / :seconds)::integer AS step,
                           sum(m.samples) AS samples,
                           coalesce(sum(m.seen) FILTER (WHERE m.state NOT LIKE 'idle%'), 0)
                             AS active,
                           coalesce(sum(m.seen) FILTER (WHERE m.state LIKE 'idle%'), 0) AS idle
                      FROM activity_minute m
                     WHERE m.instance_id = :instance AND m.minute >= :from AND m.minute < :to
                     GROUP BY step, m.node_id
                    HAVING sum(m.samples) > 0) n
             GROUP BY n.step
            """;

    private record Step(long looks, Average sessions) {}

    /** What they did. */
    public ActivityHistory read(JdbcClient jdbc, Window window) {
        Instant from = window.from().truncatedTo(ChronoUnit.MINUTES);
        Duration length = Steps.of(Duration.between(window.from(), window.to()));
        Map<Integer, Step> steps = new HashMap<>();
        of(jdbc, BY_STEP, window, from)
                .param("seconds", length.toSeconds())
                .query(
                        row -> {
                            steps.put(
                                    row.getInt("step"),
                                    new Step(row.getLong("looks"), average(row)));
                        });
        Sums sums = new Sums();
        of(jdbc, BY_EACH, window, from).query(sums::add);
        return new ActivityHistory(
                steps.values().stream().mapToLong(Step::looks).sum(),
                sums.all,
                length,
                points(from, window.to(), length, steps),
                sums.waits,
                sums.queries,
                sums.clients);
    }

    private static final class Sums {
        private Average all = new Average(0, 0);
        private final List<OfWait> waits = new ArrayList<>();
        private final List<OfQuery> queries = new ArrayList<>();
        private final List<OfClient> clients = new ArrayList<>();

        private void add(ResultSet row) throws SQLException {
            Average sessions = average(row);
            switch (row.getString("of")) {
                case "wait" -> {
                    if (sessions.active() > 0) {
                        waits.add(
                                new OfWait(
                                        row.getString("wait_type"),
                                        row.getString("wait_event"),
                                        sessions.active()));
                    }
                }
                case "query" ->
                        queries.add(
                                new OfQuery(
                                        row.getString("query_hash"),
                                        row.getString("query_text"),
                                        sessions));
                case "client" ->
                        clients.add(
                                new OfClient(
                                        row.getString("database_name"),
                                        row.getString("role_name"),
                                        row.getString("application_name"),
                                        sessions));
                case String all -> this.all = sessions;
            }
        }
    }

    private static Average average(ResultSet row) throws SQLException {
        return new Average(row.getDouble("active"), row.getDouble("idle"));
    }

    private static List<Point> points(
            Instant from, Instant to, Duration length, Map<Integer, Step> steps) {
        List<Point> points = new ArrayList<>();
        // A minute that has just begun has no sum yet.
        Instant last = to.truncatedTo(ChronoUnit.MINUTES);
        Instant begin = from;
        while (begin.isBefore(last) || points.isEmpty()) {
            Step step = steps.get(points.size());
            Instant end = begin.plus(length);
            points.add(
                    new Point(
                            begin,
                            end.isBefore(to) ? end : to,
                            step == null ? null : step.sessions()));
            begin = end;
        }
        return points;
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient jdbc, String sql, Window window, Instant from) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC));
    }
}
