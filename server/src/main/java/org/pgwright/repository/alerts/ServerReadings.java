package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replicas, slots, checkpoints, and how pgwright's own collectors do. */
final class ServerReadings {
    private static final Duration FRESH = Duration.ofMinutes(2);
    private static final Duration FRESH_LOG = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration RUNS = Duration.ofHours(3);

    /** The server does not say how long a replica lags that has nothing to replay. */
    private static final String PEERS =
            """
            SELECT DISTINCT ON (r.node_id, r.peer)
                   CASE r.peer WHEN 'upstream' THEN n.address
                        ELSE regexp_replace(r.peer, '^slot:', '') END AS name,
                   r.peer LIKE 'slot:%' AS is_slot, r.is_replica OR r.peer = 'upstream' AS lags,
                   r.taken_at, r.retained_bytes,
                   CASE WHEN r.lag_bytes = 0 THEN 0
                        ELSE extract(epoch FROM r.lag_time) END AS lag
              FROM replication_sample r
              JOIN node n USING (instance_id, node_id)
             WHERE r.instance_id = :instance AND r.taken_at > :from AND r.taken_at > :fresh
               AND r.taken_at <= :to AND n.is_active
             ORDER BY r.node_id, r.peer, r.taken_at DESC
            """;

    /** What somebody asked for by hand, or a backup did, is no pressure. */
    private static final String CHECKPOINTS =
            """
            SELECT max(e.logged_at) AS taken_at,
                   100.0 * sum(c.count) FILTER (WHERE e.message ~ '\\m(wal|xlog)\\M')
                     / sum(c.count) AS share
              FROM log_event e
              JOIN node n USING (instance_id, node_id)
             CROSS JOIN LATERAL (SELECT coalesce((e.details ->> 'count')::bigint, 1)) AS c (count)
             WHERE e.instance_id = :instance AND e.kind = 'checkpoint'
               AND e.logged_at > :from AND e.logged_at <= :to
               AND NOT n.is_standby
               AND e.message ~ '^began: .*\\m(wal|xlog|time)\\M'
               AND EXISTS (SELECT FROM log_hour h
                            WHERE h.instance_id = e.instance_id AND h.node_id = e.node_id
                              AND h.hour > :from::timestamptz - interval '1 hour'
                              AND h.followed_until > :fresh)
            HAVING sum(c.count) >= 3
            """;

    /** Of minutes in which some runs failed and some did not, nobody knows which came last. */
    private static final String RUNS_THAT_FAILED =
            """
            WITH runs AS (
                SELECT c.node_id, n.address, c.collector, c.database_name, c.started_at,
                       c.failures,
                       max(c.started_at) FILTER (WHERE c.failures < c.runs)
                         OVER (PARTITION BY c.node_id, c.collector, c.database_name) AS well_at
                  FROM collector_run c
                  JOIN node n USING (instance_id, node_id)
                 WHERE c.instance_id = :instance AND c.started_at > :from AND c.started_at <= :to
                   AND :fresh::timestamptz IS NOT NULL AND n.is_active)
            SELECT r.collector, r.database_name, r.address, max(r.started_at) AS taken_at,
                   coalesce(sum(r.failures)
                            FILTER (WHERE r.started_at > coalesce(r.well_at, '-infinity')), 0)
                     AS failures
              FROM runs r
             GROUP BY r.node_id, r.address, r.collector, r.database_name
            """;

    List<Reading> read(JdbcClient jdbc, ReadingTime time) {
        List<Reading> readings = new ArrayList<>();
        time.of(jdbc, PEERS, FRESH, FRESH)
                .query((row, number) -> peer(row))
                .list()
                .forEach(found -> found.ifPresent(readings::add));
        readings.addAll(
                time.of(jdbc, CHECKPOINTS, HOUR, FRESH_LOG)
                        .query((row, number) -> checkpoints(row))
                        .list());
        // Runs are of our own clock.
        ReadingTime own = time.own();
        readings.addAll(
                own.of(jdbc, RUNS_THAT_FAILED, RUNS, RUNS)
                        .query((row, number) -> collector(row))
                        .list());
        return readings;
    }

    private static Optional<Reading> peer(ResultSet row) throws SQLException {
        String name = row.getString("name");
        Instant at = Moments.of(row, "taken_at");
        if (row.getBoolean("is_slot")) {
            double retained = row.getDouble("retained_bytes");
            return row.wasNull()
                    ? Optional.empty()
                    : Optional.of(
                            of(Metric.SLOT_RETAINED_WAL, SubjectKind.SLOT, name, retained, at));
        }
        boolean lags = row.getBoolean("lags");
        double lag = row.getDouble("lag");
        return row.wasNull() || !lags
                ? Optional.empty()
                : Optional.of(of(Metric.REPLICATION_LAG, SubjectKind.REPLICA, name, lag, at));
    }

    private static Reading checkpoints(ResultSet row) throws SQLException {
        return new Reading(
                new AlertKey(Metric.CHECKPOINT_PRESSURE, Subject.INSTANCE),
                row.getDouble("share"),
                Moments.of(row, "taken_at"));
    }

    private static Reading collector(ResultSet row) throws SQLException {
        String database = row.getString("database_name");
        String name =
                "%s%s at %s"
                        .formatted(
                                row.getString("collector"),
                                database.isEmpty() ? "" : " of " + database,
                                row.getString("address"));
        return of(
                Metric.COLLECTOR_FAILURE,
                SubjectKind.COLLECTOR,
                name,
                row.getDouble("failures"),
                Moments.of(row, "taken_at"));
    }

    private static Reading of(
            Metric metric, SubjectKind kind, String name, double value, Instant at) {
        return new Reading(new AlertKey(metric, Subject.named(kind, name)), value, at);
    }
}
