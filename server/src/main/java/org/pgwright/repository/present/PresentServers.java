package org.pgwright.repository.present;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.ReadingTime;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The servers of an instance, their sessions, and how collectors do on them. */
public final class PresentServers {
    private static final Duration FRESH = Duration.ofMinutes(2);
    private static final Duration RUNS = Duration.ofHours(3);
    private static final String IDLE = "idle";
    private static final double NANOS_A_MICRO = 1_000;

    private static final String SERVERS =
            """
            SELECT n.address, n.is_standby, n.server_version, n.server_started_at,
                   EXISTS (SELECT FROM activity_sample a
                            WHERE a.instance_id = n.instance_id AND a.node_id = n.node_id
                              AND a.taken_at > :from AND a.taken_at > :fresh
                              AND a.taken_at <= :to) AS is_up
              FROM node n
             WHERE n.instance_id = :instance AND n.is_active
             ORDER BY n.address
            """;

    private static final String SESSIONS =
            """
            SELECT DISTINCT ON (n.address) n.address, a.connections, a.connection_limit, a.states,
                   (SELECT count(*) FROM unnest(a.blockers) AS b (blocker)
                     WHERE b.blocker <> '') AS waiting,
                   (SELECT max(greatest(m.millis, 0)) FROM unnest(a.transaction_millis)
                        AS m (millis)) AS longest_transaction,
                   (SELECT max(greatest(m.millis, 0))
                      FROM unnest(a.states, a.transaction_millis) AS m (state, millis)
                     WHERE m.state LIKE 'idle in transaction%') AS longest_idle
              FROM activity_sample a
              JOIN node n USING (instance_id, node_id)
             WHERE a.instance_id = :instance AND n.is_active
               AND a.taken_at > :from AND a.taken_at > :fresh AND a.taken_at <= :to
             ORDER BY n.address, a.taken_at DESC
            """;

    private static final String COLLECTORS =
            """
            SELECT DISTINCT ON (n.address, c.collector, c.database_name)
                   n.address, c.collector, c.database_name, c.failures = 0 AS is_well,
                   c.total_time::double precision / greatest(c.runs, 1) AS micros
              FROM collector_run c
              JOIN node n USING (instance_id, node_id)
             WHERE c.instance_id = :instance AND n.is_active
               AND c.started_at > :from AND c.started_at > :fresh AND c.started_at <= :to
             ORDER BY n.address, c.collector, c.database_name, c.started_at DESC
             LIMIT :most
            """;

    /** Those that are watched. */
    public List<WatchedServer> servers(JdbcClient jdbc, ReadingTime time) {
        return time.of(jdbc, SERVERS, FRESH, FRESH)
                .query(
                        (row, number) ->
                                new WatchedServer(
                                        row.getString("address"),
                                        row.getBoolean("is_standby"),
                                        row.getString("server_version"),
                                        row.getObject("server_started_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getBoolean("is_up")))
                .list();
    }

    /** Of those that were looked at in the last two minutes. */
    public List<ServerSessions> sessions(JdbcClient jdbc, ReadingTime time) {
        return time.of(jdbc, SESSIONS, FRESH, FRESH).query((row, number) -> sessions(row)).list();
    }

    /** Of those that ran in the last three hours. */
    public List<CollectorState> collectors(JdbcClient jdbc, ReadingTime time, int most) {
        return time.own()
                .of(jdbc, COLLECTORS, RUNS, RUNS)
                .param("most", most)
                .query(
                        (row, number) ->
                                new CollectorState(
                                        row.getString("address"),
                                        row.getString("database_name"),
                                        row.getString("collector"),
                                        row.getBoolean("is_well"),
                                        Duration.ofNanos(
                                                (long) (row.getDouble("micros") * NANOS_A_MICRO))))
                .list();
    }

    private static ServerSessions sessions(ResultSet row) throws SQLException {
        Array states = row.getArray("states");
        Map<String, Integer> byState = new HashMap<>();
        int busy = 0;
        for (String state : (String[]) states.getArray()) {
            byState.merge(state, 1, Integer::sum);
            busy++;
        }
        // Sessions that wait for their client are counted, not listed.
        byState.merge(IDLE, Math.max(0, row.getInt("connections") - busy), Integer::sum);
        return new ServerSessions(
                row.getString("address"),
                row.getInt("connection_limit"),
                byState,
                row.getInt("waiting"),
                millis(row, "longest_transaction"),
                millis(row, "longest_idle"));
    }

    private static @Nullable Duration millis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Duration.ofMillis(millis);
    }
}
