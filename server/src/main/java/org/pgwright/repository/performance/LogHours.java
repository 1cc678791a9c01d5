package org.pgwright.repository.performance;

import org.pgwright.observation.FollowedLog;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementLogging;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Keeps by the hour what of a log was read, and which calls its server logged then. */
public final class LogHours {
    private static final String FOLLOWED =
            """
            INSERT INTO log_hour AS h (
                instance_id, hour, node_id, followed_from, followed_until, is_lossy)
            SELECT :instance, :hour, :node, greatest(:from, :hour),
                   least(:until, :hour + interval '1 hour'), :lossy
            ON CONFLICT (instance_id, hour, node_id) DO UPDATE
            SET is_lossy = h.is_lossy OR excluded.is_lossy
                           OR coalesce(h.followed_until < excluded.followed_from
                                       OR h.followed_from > excluded.followed_until, false),
                followed_from = least(h.followed_from, excluded.followed_from),
                followed_until = greatest(h.followed_until, excluded.followed_until)
            """;

    private static final String LOGGING =
            """
            INSERT INTO log_hour AS h (instance_id, hour, node_id, logging)
            VALUES (:instance, :hour, :node, :logging::jsonb)
            ON CONFLICT (instance_id, hour, node_id) DO UPDATE
            SET is_logging_changed =
                    h.is_logging_changed
                    OR coalesce(h.logging <> excluded.logging, false),
                logging = excluded.logging
            """;

    private static final String CHANGED =
            """
            INSERT INTO log_hour AS h (instance_id, hour, node_id, is_logging_changed)
            VALUES (:instance, :hour, :node, true)
            ON CONFLICT (instance_id, hour, node_id) DO UPDATE
            SET is_logging_changed = true
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Beginnings of hours within a time. */
    public static List<Instant> hours(Instant from, Instant until) {
        return from.truncatedTo(ChronoUnit.HOURS).isAfter(until)
                ? List.of()
                : java.util.stream.Stream.iterate(
                                from.truncatedTo(ChronoUnit.HOURS),
                                hour -> !hour.isAfter(until),
                                hour -> hour.plus(1, ChronoUnit.HOURS))
                        .toList();
    }

    /** Keeps that a part of an hour was read. */
    public void followed(JdbcClient jdbc, NodeKey node, Instant hour, FollowedLog followed) {
        of(jdbc, FOLLOWED, node, hour)
                .param("from", followed.from().atOffset(ZoneOffset.UTC))
                .param("until", followed.until().atOffset(ZoneOffset.UTC))
                .param("lossy", followed.isLossy())
                .update();
    }

    /**
     * Keeps what the server says of an hour.
     *
     * @param logging in an order that does not change
     */
    public void logging(
            JdbcClient jdbc, NodeKey node, Instant hour, List<StatementLogging> logging) {
        of(jdbc, LOGGING, node, hour).param("logging", MAPPER.writeValueAsString(logging)).update();
    }

    /** Keeps that it changed within an hour. */
    public void changed(JdbcClient jdbc, NodeKey node, Instant hour) {
        of(jdbc, CHANGED, node, hour).update();
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient jdbc, String sql, NodeKey node, Instant hour) {
        return jdbc.sql(sql)
                .param("instance", node.instanceId())
                .param("hour", hour.atOffset(ZoneOffset.UTC))
                .param("node", node.nodeId());
    }
}
