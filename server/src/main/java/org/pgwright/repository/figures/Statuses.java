package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.InstanceStatus.Collector;
import org.pgwright.repository.figures.InstanceStatus.Indexes;
import org.pgwright.repository.figures.InstanceStatus.Node;
import org.pgwright.repository.figures.InstanceStatus.Replica;
import org.pgwright.repository.figures.InstanceStatus.Sessions;
import org.pgwright.repository.figures.InstanceStatus.Throughput;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Says how an instance is. */
public final class Statuses {
    private static final String NODES =
            """
            SELECT n.address, n.is_standby, n.server_version, n.server_started_at,
                   coalesce((SELECT max(l.taken_at) FROM counter_look l
                              WHERE l.instance_id = n.instance_id AND l.node_id = n.node_id),
                            n.last_seen) AS last_seen
              FROM node n
             WHERE n.instance_id = :instance AND n.is_active
             ORDER BY n.is_standby, n.address
            """;

    private static final String SESSIONS =
            """
            SELECT s.taken_at, s.connections, s.connection_limit,
                   count(*) FILTER (WHERE u.state = 'active') AS active,
                   count(*) FILTER (WHERE u.state LIKE 'idle in transaction%') AS idle,
                   count(*) FILTER (WHERE u.blockers <> '') AS waiting,
                   max(greatest(u.query_millis, 0)) FILTER (WHERE u.state = 'active') AS longest_query,
                   max(greatest(u.transaction_millis, 0)) FILTER (WHERE u.state LIKE 'idle in transaction%')
                     AS longest_idle
              FROM (SELECT a.*
                      FROM activity_sample a
                      JOIN node n USING (instance_id, node_id)
                     WHERE a.instance_id = :instance AND NOT n.is_standby AND n.is_active
                     ORDER BY a.taken_at DESC
                     LIMIT 1) s
              LEFT JOIN LATERAL unnest(s.states, s.blockers, s.query_millis, s.transaction_millis)
                   AS u (state, blockers, query_millis, transaction_millis) ON true
             GROUP BY s.taken_at, s.connections, s.connection_limit
            """;

    private static final String THROUGHPUT =
            """
            SELECT coalesce(sum(c.commits), 0)::bigint AS commits,
                   coalesce(sum(c.rollbacks), 0)::bigint AS rollbacks,
                   coalesce(sum(c.blocks_hit), 0)::bigint AS blocks_hit,
                   coalesce(sum(c.blocks_read), 0)::bigint AS blocks_read,
                   coalesce(sum(c.rows_returned), 0)::bigint AS rows_returned,
                   coalesce(sum(coalesce(c.rows_inserted, 0) + coalesce(c.rows_updated, 0)
                                + coalesce(c.rows_deleted, 0)), 0)::bigint AS rows_written,
                   coalesce(sum(c.deadlocks), 0)::bigint AS deadlocks,
                   coalesce(sum(c.conflicts), 0)::bigint AS conflicts,
                   coalesce(sum(c.temp_files), 0)::bigint AS temp_files,
                   coalesce(sum(c.temp_bytes), 0)::bigint AS temp_bytes,
                   (SELECT coalesce(sum(d.database_bytes), 0) FROM database_state d
                     WHERE d.instance_id = :instance)::bigint AS database_bytes
              FROM database_counted_in(:instance, :from, :to) c
            """;

    private static final String SECONDS =
            """
            SELECT coalesce(extract(epoch FROM max(s.taken_at)
                                               - greatest(min(s.interval_start), :from)), 0)
              FROM database_sample s
             WHERE s.instance_id = :instance AND s.taken_at >= :from AND s.taken_at < :to
            """;

    private static final String SLOW =
            """
            SELECT count(*)
              FROM (SELECT s.statement_id
                      FROM statement_counted_in(:instance, :from, :to) c
                      JOIN statement_source s USING (instance_id, source_id)
                     WHERE NOT s.is_ours
                     GROUP BY s.statement_id
                    HAVING sum(c.execution_time) >= 1e6 * sum(c.calls)) slow
            """;

    private static final String INDEXES =
            """
            SELECT count(*) AS indexes, coalesce(sum(s.index_bytes), 0)::bigint AS bytes,
                   count(*) FILTER (WHERE NOT i.is_valid) AS invalid,
                   count(*) FILTER (WHERE u.is_recommended_for_drop) AS unused,
                   coalesce(sum(s.index_bytes) FILTER (WHERE u.is_recommended_for_drop), 0)::bigint
                     AS unused_bytes
              FROM index_state s
              JOIN monitored_index i USING (instance_id, index_id)
              LEFT JOIN LATERAL (
                   SELECT d.is_recommended_for_drop
                     FROM index_strategy y
                     JOIN index_usage_stats d
                       ON d.instance_id = y.instance_id AND d.index_strategy_id = y.id
                    WHERE y.instance_id = s.instance_id
                      AND y.index_id = s.index_id
                      AND y.is_active
                    ORDER BY d.stats_date DESC
                    LIMIT 1) u ON true
             WHERE s.instance_id = :instance
            """;

    private static final String REPLICAS =
            """
            SELECT DISTINCT ON (r.node_id, r.peer)
                   r.peer, r.state, r.lag_bytes, extract(epoch FROM r.lag_time) AS lag_seconds,
                   r.retained_bytes
              FROM replication_sample r
             WHERE r.instance_id = :instance AND r.taken_at >= :to - interval '1 hour'
             ORDER BY r.node_id, r.peer, r.taken_at DESC
            """;

    private static final String FAILING =
            """
            SELECT n.address, c.collector, c.database_name, sum(c.runs) AS runs,
                   sum(c.failures) AS failures,
                   (array_agg(c.last_failure ORDER BY c.started_at DESC)
                       FILTER (WHERE c.last_failure IS NOT NULL))[1] AS last_failure
              FROM collector_run c
              JOIN node n USING (instance_id, node_id)
             WHERE c.instance_id = :instance AND c.started_at >= :from
             GROUP BY n.address, c.collector, c.database_name
            HAVING sum(c.failures) > 0
             ORDER BY n.address, c.collector, c.database_name
            """;

    private final Todays todays = new Todays();
    private final OwnWorks own = new OwnWorks();

    /** How it is. */
    public InstanceStatus of(JdbcClient jdbc, WatchedInstance instance, Window window) {
        return new InstanceStatus(
                instance,
                window,
                of(jdbc, SECONDS, window).query(Double.class).single(),
                of(jdbc, NODES, window).query((row, number) -> node(row)).list(),
                of(jdbc, SESSIONS, window)
                        .query((row, number) -> sessions(row))
                        .optional()
                        .orElse(null),
                of(jdbc, THROUGHPUT, window).query((row, number) -> throughput(row)).single(),
                of(jdbc, SLOW, window).query(Long.class).single(),
                of(jdbc, INDEXES, window).query((row, number) -> indexes(row)).single(),
                of(jdbc, REPLICAS, window).query((row, number) -> replica(row)).list(),
                of(jdbc, FAILING, window).query((row, number) -> collector(row)).list(),
                todays.read(jdbc, window),
                own.read(jdbc, window));
    }

    private static JdbcClient.StatementSpec of(JdbcClient jdbc, String sql, Window window) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC));
    }

    private static Node node(ResultSet row) throws SQLException {
        return new Node(
                row.getString("address"),
                row.getBoolean("is_standby"),
                row.getString("server_version"),
                row.getObject("server_started_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen", OffsetDateTime.class).toInstant());
    }

    private static Sessions sessions(ResultSet row) throws SQLException {
        return new Sessions(
                row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                row.getInt("connections"),
                row.getInt("connection_limit"),
                row.getInt("active"),
                row.getInt("idle"),
                row.getInt("waiting"),
                number(row, "longest_query"),
                number(row, "longest_idle"));
    }

    private static Throughput throughput(ResultSet row) throws SQLException {
        return new Throughput(
                row.getLong("commits"),
                row.getLong("rollbacks"),
                row.getLong("blocks_hit"),
                row.getLong("blocks_read"),
                row.getLong("rows_returned"),
                row.getLong("rows_written"),
                row.getLong("deadlocks"),
                row.getLong("conflicts"),
                row.getLong("temp_files"),
                row.getLong("temp_bytes"),
                row.getLong("database_bytes"));
    }

    private static Indexes indexes(ResultSet row) throws SQLException {
        return new Indexes(
                row.getLong("indexes"),
                row.getLong("bytes"),
                row.getLong("invalid"),
                row.getLong("unused"),
                row.getLong("unused_bytes"));
    }

    private static Replica replica(ResultSet row) throws SQLException {
        double lag = row.getDouble("lag_seconds");
        return new Replica(
                row.getString("peer"),
                row.getString("state"),
                number(row, "lag_bytes"),
                row.getObject("lag_seconds") == null ? null : lag,
                number(row, "retained_bytes"));
    }

    private static Collector collector(ResultSet row) throws SQLException {
        return new Collector(
                row.getString("address"),
                row.getString("collector"),
                row.getString("database_name"),
                row.getLong("runs"),
                row.getLong("failures"),
                row.getString("last_failure"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
