package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;
import org.pgwright.repository.samples.ActivityPosition.Range;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finds waits for locks and long transactions in what looks at sessions saw, and keeps them for
 * longer than the looks. Each look is taken once, whenever it came; up to where that is done
 * changes with the events in one transaction.
 */
public final class SessionEvents {
    /** So much is taken in one transaction. */
    private static final String END =
            """
            SELECT least(:to, min(a.kept_at) + interval '10 minutes')
              FROM activity_sample a
             WHERE a.instance_id = :instance AND a.kept_at > :from AND a.kept_at <= :to
            HAVING count(*) > 0
            """;

    /**
     * The looks, and of each node the one before, with those sessions that wait, are waited for, or
     * are long at one of these looks. Looks wait for ten minutes where the repository is away, so
     * that what was kept a quarter of an hour before is no neighbour.
     */
    private static final String LOOKS =
            """
            WITH before AS (
                SELECT DISTINCT ON (a.node_id) a.node_id, a.taken_at
                  FROM activity_sample a
                 WHERE a.instance_id = :instance
                   AND a.kept_at > :from::timestamptz - interval '15 minutes'
                   AND a.kept_at <= :from
                 ORDER BY a.node_id, a.kept_at DESC, a.taken_at DESC),
            looks AS (
                SELECT a.*, true AS is_before
                  FROM activity_sample a
                  JOIN before b USING (node_id, taken_at)
                 WHERE a.instance_id = :instance
                 UNION ALL
                SELECT a.*, false
                  FROM activity_sample a
                 WHERE a.instance_id = :instance AND a.kept_at > :from AND a.kept_at <= :to),
            seen AS (
                SELECT l.node_id, l.taken_at, u.*, u.pid::text = ANY (b.pids) AS is_waited_for
                  FROM looks l
                 CROSS JOIN LATERAL (
                       SELECT string_to_array(array_to_string(l.blockers, ','), ',') AS pids) b
                 CROSS JOIN LATERAL unnest(
                       l.pids, l.states, l.wait_types, l.database_names, l.role_names,
                       l.application_names, l.statement_ids, l.transaction_millis, l.query_millis,
                       l.blockers)
                       AS u (pid, state, wait_type, database_name, role_name, application_name,
                             statement_id, transaction_millis, query_millis, blockers)),
            long AS (
                SELECT s.node_id, s.pid
                  FROM seen s
                 WHERE s.transaction_millis >= :longMillis
                    OR s.state LIKE 'idle in transaction%' AND s.query_millis >= :idleMillis
                 UNION
                SELECT e.node_id, e.pid
                  FROM session_event e
                 WHERE e.instance_id = :instance AND e.ended_at IS NULL)
            SELECT l.node_id, l.taken_at, l.is_before, s.pid, s.state, s.wait_type,
                   s.database_name, s.role_name, s.application_name, s.statement_id,
                   s.transaction_millis, s.query_millis, s.blockers
              FROM looks l
              LEFT JOIN (
                   SELECT s.* FROM seen s
                     LEFT JOIN long g USING (node_id, pid)
                    WHERE s.wait_type = 'Lock' OR s.is_waited_for OR g.pid IS NOT NULL) s
                ON s.node_id = l.node_id AND s.taken_at = l.taken_at
             ORDER BY l.node_id, l.kept_at, l.taken_at
            """;

    private final ActivityPosition position = new ActivityPosition(ActivityPosition.Purpose.EVENTS);
    private final SessionEventRows rows = new SessionEventRows();
    private final EventThresholds thresholds;

    public SessionEvents(EventThresholds thresholds) {
        this.thresholds = thresholds;
    }

    /** The looks of one node. */
    private static final class NodeLooks {
        private @Nullable SessionLook before;
        private final Map<Instant, SessionLook> looks = new LinkedHashMap<>();

        private void add(ResultSet row) throws SQLException {
            Instant at = Times.read(row, "taken_at");
            SessionLook look;
            if (row.getBoolean("is_before")) {
                look = before == null ? new SessionLook(at, new HashMap<>()) : before;
                before = look;
            } else {
                look = looks.computeIfAbsent(at, time -> new SessionLook(time, new HashMap<>()));
            }
            int pid = row.getInt("pid");
            if (!row.wasNull()) {
                look.sessions().put(pid, session(pid, row));
            }
        }
    }

    /** The days (UTC) on which there may be events. */
    public List<Instant> days(JdbcClient jdbc, UUID instance) {
        return position.days(jdbc, instance);
    }

    /**
     * Takes a part of the looks that are due.
     *
     * @param jdbc within a transaction
     * @return whether there are more
     */
    public boolean find(JdbcClient jdbc, UUID instance) {
        Range due = position.due(jdbc, instance);
        Range part = new Range(due.from(), end(jdbc, instance, due));
        Map<Integer, List<SessionEvent>> open = rows.open(jdbc, instance);
        looks(jdbc, instance, part)
                .forEach(
                        (node, looks) -> {
                            EventTracker tracker =
                                    new EventTracker(
                                            thresholds,
                                            open.getOrDefault(node, List.of()),
                                            looks.before);
                            looks.looks.values().forEach(tracker::add);
                            rows.keep(jdbc, instance, node, tracker.changed());
                        });
        position.advance(jdbc, instance, part);
        return part.to().isBefore(due.to());
    }

    private static OffsetDateTime end(JdbcClient jdbc, UUID instance, Range due) {
        return jdbc.sql(END)
                .param("instance", instance)
                .param("from", due.from())
                .param("to", due.to())
                .query(OffsetDateTime.class)
                .optional()
                .orElse(due.to());
    }

    private Map<Integer, NodeLooks> looks(JdbcClient jdbc, UUID instance, Range part) {
        Map<Integer, NodeLooks> nodes = new LinkedHashMap<>();
        jdbc.sql(LOOKS)
                .param("instance", instance)
                .param("from", part.from())
                .param("to", part.to())
                .param("longMillis", thresholds.longTransaction().toMillis())
                .param("idleMillis", thresholds.idleInTransaction().toMillis())
                .query(
                        row -> {
                            nodes.computeIfAbsent(row.getInt("node_id"), node -> new NodeLooks())
                                    .add(row);
                        });
        return nodes;
    }

    private static SessionLook.Seen session(int pid, ResultSet row) throws SQLException {
        return new SessionLook.Seen(
                pid,
                row.getString("state"),
                row.getString("wait_type").equals("Lock"),
                new Session.Client(
                        row.getString("database_name"),
                        row.getString("role_name"),
                        row.getString("application_name"),
                        ""),
                row.getInt("statement_id"),
                age(row, "transaction_millis"),
                age(row, "query_millis"),
                pids(row.getString("blockers")));
    }

    private static @Nullable Duration age(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Duration.ofMillis(millis);
    }

    private static List<Integer> pids(String blockers) {
        return blockers.isEmpty()
                ? List.of()
                : Arrays.stream(blockers.split(",")).map(Integer::valueOf).toList();
    }
}
