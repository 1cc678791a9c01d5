package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LogEventKind;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what the followed logs of an instance tell of a time. */
public final class LogHistories {
    private static final int MOST = 100;

    private static final String BY_STEP =
            """
            SELECT floor(extract(epoch FROM e.logged_at - :from) / :seconds)::integer AS step,
                   coalesce(sum((e.details ->> 'count')::bigint) FILTER (WHERE e.kind = 'error'), 0)
                     AS errors,
                   coalesce(sum((e.details ->> 'count')::bigint) FILTER (WHERE e.kind <> 'error'), 0)
                     AS others
              FROM log_event e
             WHERE e.instance_id = :instance AND e.logged_at >= :from AND e.logged_at < :to
             GROUP BY step
            """;

    private static final String BY_MESSAGE =
            """
            SELECT e.kind::text, e.sqlstate, e.message, max(e.query_hash) AS query_hash,
                   sum((e.details ->> 'count')::bigint)::bigint AS count,
                   min(e.logged_at) AS first, max(e.logged_at) AS last,
                   coalesce(max((e.details ->> 'most')::double precision), 0) AS most
              FROM log_event e
             WHERE e.instance_id = :instance AND e.logged_at >= :from AND e.logged_at < :to
             GROUP BY e.kind, e.sqlstate, e.message
             ORDER BY count DESC, e.kind, e.sqlstate, e.message
             LIMIT :most
            """;

    private static final String SLOWEST =
            """
            SELECT q.executed_at, q.execution_time_ms, q.query_hash, q.query_pattern,
                   d.database_name, q.database_user
              FROM query_performance_log q
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE q.instance_id = :instance AND q.source = 'log' AND q.is_slow_query
               AND q.executed_at >= :from AND q.executed_at < :to
             ORDER BY q.execution_time_ms DESC, q.executed_at
             LIMIT :most
            """;

    private static final String FOLLOWED =
            """
            SELECT n.address, p.source, p.reached_at, (p.position ->> 'until')::timestamptz AS until,
                   (SELECT count(*) FROM log_hour h
                     WHERE h.instance_id = p.instance_id AND h.node_id = p.node_id AND h.is_lossy
                       AND h.hour >= :from AND h.hour < :to) AS lossy
              FROM log_position p
              JOIN node n USING (instance_id, node_id)
             WHERE p.instance_id = :instance AND n.is_active
             ORDER BY n.address, p.source
            """;

    /** What they tell. */
    public LogHistory read(JdbcClient jdbc, Window window) {
        Duration step = Steps.of(Duration.between(window.from(), window.to()));
        Map<Integer, LogHistory.Point> known = new HashMap<>();
        of(jdbc, BY_STEP, window)
                .param("seconds", step.toSeconds())
                .query(
                        row -> {
                            int number = row.getInt("step");
                            known.put(
                                    number,
                                    new LogHistory.Point(
                                            begin(window, step, number),
                                            row.getLong("errors"),
                                            row.getLong("others")));
                        });
        return new LogHistory(
                step,
                points(window, step, known),
                of(jdbc, BY_MESSAGE, window)
                        .param("most", MOST)
                        .query((row, number) -> message(row))
                        .list(),
                of(jdbc, SLOWEST, window)
                        .param("most", MOST)
                        .query((row, number) -> call(row))
                        .list(),
                of(jdbc, FOLLOWED, window).query((row, number) -> followed(row)).list());
    }

    private static JdbcClient.StatementSpec of(JdbcClient jdbc, String sql, Window window) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC));
    }

    private static Instant begin(Window window, Duration step, int number) {
        return window.from().plus(step.multipliedBy(number));
    }

    private static List<LogHistory.Point> points(
            Window window, Duration step, Map<Integer, LogHistory.Point> known) {
        List<LogHistory.Point> points = new ArrayList<>();
        for (int i = 0; begin(window, step, i).isBefore(window.to()); i++) {
            points.add(known.getOrDefault(i, new LogHistory.Point(begin(window, step, i), 0, 0)));
        }
        return points;
    }

    private static LogHistory.OfMessage message(ResultSet row) throws SQLException {
        return new LogHistory.OfMessage(
                LogEventKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("sqlstate"),
                row.getString("message"),
                row.getString("query_hash"),
                row.getLong("count"),
                at(row, "first"),
                at(row, "last"),
                row.getDouble("most"));
    }

    private static LogHistory.SlowCall call(ResultSet row) throws SQLException {
        return new LogHistory.SlowCall(
                at(row, "executed_at"),
                row.getDouble("execution_time_ms"),
                row.getString("query_hash"),
                row.getString("query_pattern"),
                row.getString("database_name"),
                row.getString("database_user"));
    }

    private static LogHistory.Followed followed(ResultSet row) throws SQLException {
        return new LogHistory.Followed(
                row.getString("address"),
                row.getString("source"),
                at(row, "reached_at"),
                atOrNull(row, "until"),
                row.getLong("lossy"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant atOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
