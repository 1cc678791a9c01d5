package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What sessions of the primary did when they were looked at last. */
final class ActivityReadings {
    private static final Duration FRESH = Duration.ofMinutes(2);
    private static final double MILLIS_A_SECOND = 1_000;

    private static final String LAST =
            """
            SELECT s.taken_at, 100.0 * s.connections / greatest(s.connection_limit, 1) AS share,
                   count(*) FILTER (WHERE u.state = 'active') AS active,
                   count(*) FILTER (WHERE u.blockers <> '') AS waiting,
                   coalesce(max(greatest(u.query_millis, 0))
                            FILTER (WHERE u.state LIKE 'idle in transaction%'), 0) AS idle
              FROM (SELECT a.*
                      FROM activity_sample a
                      JOIN node n USING (instance_id, node_id)
                     WHERE a.instance_id = :instance AND a.taken_at > :from AND a.taken_at > :fresh
                       AND a.taken_at <= :to AND NOT n.is_standby AND n.is_active
                     ORDER BY a.taken_at DESC
                     LIMIT 1) s
              LEFT JOIN LATERAL unnest(s.states, s.blockers, s.query_millis)
                   AS u (state, blockers, query_millis) ON true
             GROUP BY s.taken_at, s.connections, s.connection_limit
            """;

    List<Reading> read(JdbcClient jdbc, ReadingTime time) {
        return time.of(jdbc, LAST, FRESH, FRESH)
                .query((row, number) -> readings(row))
                .optional()
                .orElse(List.of());
    }

    private static List<Reading> readings(ResultSet row) throws SQLException {
        Instant at = Moments.of(row, "taken_at");
        return List.of(
                of(Metric.CONNECTIONS, row.getDouble("share"), at),
                of(Metric.ACTIVE_SESSIONS, row.getDouble("active"), at),
                of(Metric.LOCK_WAITS, row.getDouble("waiting"), at),
                of(Metric.IDLE_IN_TRANSACTION, row.getDouble("idle") / MILLIS_A_SECOND, at));
    }

    private static Reading of(Metric metric, double value, Instant at) {
        return new Reading(new AlertKey(metric, Subject.INSTANCE), value, at);
    }
}
