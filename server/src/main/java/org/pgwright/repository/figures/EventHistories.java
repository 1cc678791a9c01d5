package org.pgwright.repository.figures;

import org.pgwright.observation.SessionEventKind;
import org.pgwright.repository.figures.EventFigures.Blocker;
import org.pgwright.repository.figures.EventFigures.Who;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds waits for locks and long transactions. */
public final class EventHistories {
    private static final String EVENTS =
            """
            SELECT e.kind::text, n.address, e.began_at, e.first_seen_at, e.last_seen_at, e.ended_at,
                   e.lasted_millis, e.looks, e.is_partly_seen, e.node_id, e.pid, e.database_name,
                   e.role_name, e.application_name, e.state, t.query_hash, t.query_text, b.number,
                   (b.who ->> 'pid')::integer AS blocker_pid, b.who ->> 'database' AS blocker_database,
                   b.who ->> 'role' AS blocker_role, b.who ->> 'application' AS blocker_application,
                   b.who ->> 'state' AS blocker_state, s.query_hash AS blocker_hash,
                   s.query_text AS blocker_text, (b.who ->> 'waiting')::boolean AS blocker_waits,
                   (b.who ->> 'looks')::integer AS blocker_looks
              FROM session_event e
              JOIN node n USING (instance_id, node_id)
              LEFT JOIN statement t USING (instance_id, statement_id)
              LEFT JOIN LATERAL jsonb_array_elements(e.blockers)
                   WITH ORDINALITY AS b (who, number) ON true
              LEFT JOIN statement s
                ON s.instance_id = e.instance_id
               AND s.statement_id = (b.who ->> 'statement')::integer
             WHERE e.instance_id = :instance AND e.last_seen_at >= :from AND e.first_seen_at < :to
             ORDER BY e.lasted_millis DESC, e.first_seen_at, e.node_id, e.pid, e.kind, b.number
            """;

    private record Key(int node, OffsetDateTime firstSeen, int pid, String kind) {}

    /** Those that were seen in a time, with their whole length, the longest first. */
    public List<EventFigures> read(JdbcClient jdbc, Window window) {
        Map<Key, EventFigures> events = new LinkedHashMap<>();
        jdbc.sql(EVENTS)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .query(
                        row -> {
                            EventFigures event = event(row);
                            events.merge(key(row), event, EventHistories::together);
                        });
        return List.copyOf(events.values());
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(
                row.getInt("node_id"),
                row.getObject("first_seen_at", OffsetDateTime.class),
                row.getInt("pid"),
                row.getString("kind"));
    }

    /** The same event with the blockers of both. */
    private static EventFigures together(EventFigures one, EventFigures other) {
        List<Blocker> blockers = new ArrayList<>(one.blockers());
        blockers.addAll(other.blockers());
        return new EventFigures(
                one.kind(),
                one.address(),
                one.began(),
                one.lastSeen(),
                one.ended(),
                one.lastedMillis(),
                one.looks(),
                one.isPartlySeen(),
                one.who(),
                blockers);
    }

    private static EventFigures event(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new EventFigures(
                SessionEventKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("address"),
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getLong("lasted_millis"),
                row.getInt("looks"),
                row.getBoolean("is_partly_seen"),
                new Who(
                        row.getInt("pid"),
                        row.getString("database_name"),
                        row.getString("role_name"),
                        row.getString("application_name"),
                        row.getString("state"),
                        row.getString("query_hash"),
                        row.getString("query_text")),
                row.getObject("number") == null ? List.of() : List.of(blocker(row)));
    }

    private static Blocker blocker(ResultSet row) throws SQLException {
        return new Blocker(
                new Who(
                        row.getInt("blocker_pid"),
                        row.getString("blocker_database"),
                        row.getString("blocker_role"),
                        row.getString("blocker_application"),
                        row.getString("blocker_state"),
                        row.getString("blocker_hash"),
                        row.getString("blocker_text")),
                row.getBoolean("blocker_waits"),
                row.getInt("blocker_looks"));
    }
}
