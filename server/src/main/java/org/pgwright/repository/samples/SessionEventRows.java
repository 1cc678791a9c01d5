package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;
import org.pgwright.observation.SessionEventKind;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Reads and writes events of sessions. */
final class SessionEventRows {
    private static final String OPEN =
            """
            SELECT node_id, kind::text, pid, work_began_at, began_at, first_seen_at,
                   database_name, role_name, application_name, state, statement_id, last_seen_at,
                   ended_at, lasted_millis, looks, is_partly_seen, blockers::text
              FROM session_event
             WHERE instance_id = ? AND ended_at IS NULL
            """;

    private static final String KEEP =
            """
            INSERT INTO session_event (
                instance_id, node_id, kind, pid, work_began_at, began_at, first_seen_at,
                database_name, role_name, application_name, state, statement_id, last_seen_at,
                ended_at, lasted_millis, looks, is_partly_seen, blockers)
            VALUES (?, ?, ?::session_event_kind, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT (instance_id, first_seen_at, node_id, pid, kind) DO UPDATE
            SET database_name = excluded.database_name,
                role_name = excluded.role_name,
                application_name = excluded.application_name,
                state = excluded.state,
                statement_id = excluded.statement_id,
                last_seen_at = excluded.last_seen_at,
                ended_at = excluded.ended_at,
                lasted_millis = excluded.lasted_millis,
                looks = excluded.looks,
                is_partly_seen = excluded.is_partly_seen,
                blockers = excluded.blockers
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Those of an instance that are not over, by node. */
    Map<Integer, List<SessionEvent>> open(JdbcClient jdbc, UUID instance) {
        Map<Integer, List<SessionEvent>> open = new HashMap<>();
        jdbc.sql(OPEN)
                .params(instance)
                .query(
                        row -> {
                            open.computeIfAbsent(row.getInt("node_id"), node -> new ArrayList<>())
                                    .add(event(row));
                        });
        return open;
    }

    /** Keeps events as they are now. */
    void keep(JdbcClient jdbc, UUID instance, int node, Collection<SessionEvent> events) {
        for (SessionEvent event : events) {
            List<@Nullable Object> values = new ArrayList<>();
            values.add(instance);
            values.add(node);
            values.add(event.slot().kind().name().toLowerCase(Locale.ROOT));
            values.add(event.slot().pid());
            values.add(Times.of(event.workBegan()));
            values.add(Times.of(event.began()));
            values.add(Times.of(event.firstSeen()));
            values.add(event.client().databaseName());
            values.add(event.client().roleName());
            values.add(event.client().applicationName());
            values.add(event.state());
            values.add(event.statement());
            values.add(Times.of(event.lastSeen()));
            values.add(Times.ofNullable(event.ended()));
            values.add(event.lasted().toMillis());
            values.add(event.looks());
            values.add(event.isPartlySeen());
            values.add(MAPPER.writeValueAsString(event.blockers()));
            jdbc.sql(KEEP).params(values).update();
        }
    }

    private static SessionEvent event(ResultSet row) throws SQLException {
        return new SessionEvent(
                new SessionEvent.Slot(
                        SessionEventKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getInt("pid")),
                Times.read(row, "work_began_at"),
                Times.read(row, "began_at"),
                Times.read(row, "first_seen_at"),
                new Session.Client(
                        row.getString("database_name"),
                        row.getString("role_name"),
                        row.getString("application_name"),
                        ""),
                row.getString("state"),
                row.getInt("statement_id"),
                Times.read(row, "last_seen_at"),
                Times.readNullable(row, "ended_at"),
                Duration.ofMillis(row.getLong("lasted_millis")),
                row.getInt("looks"),
                row.getBoolean("is_partly_seen"),
                List.of(MAPPER.readValue(row.getString("blockers"), SessionEvent.Blocker[].class)));
    }
}
