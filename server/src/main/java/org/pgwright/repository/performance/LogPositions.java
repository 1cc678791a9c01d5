package org.pgwright.repository.performance;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LogPosition;
import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Keeps how far the logs of servers have been read. */
public final class LogPositions {
    private static final String READ =
            """
            SELECT source, position ->> 'file' AS file, position ->> 'identity' AS identity,
                   (position ->> 'offset')::bigint AS byte_offset,
                   (position ->> 'until')::timestamptz AS until
              FROM log_position
             WHERE instance_id = ? AND node_id = ? AND source = ?
            """;

    private static final String KEEP =
            """
            INSERT INTO log_position (instance_id, node_id, source, position, reached_at)
            VALUES (:instance, :node, :source,
                    jsonb_build_object('file', :file::text, 'identity', :identity::text,
                                       'offset', :offset::bigint,
                                       'until', :until::timestamptz),
                    now())
            ON CONFLICT (instance_id, node_id, source) DO UPDATE
            SET position = excluded.position,
                reached_at = excluded.reached_at
            """;

    /**
     * How far a log has been read.
     *
     * @param until when the last entry before the position was written; null if none has a time
     */
    public record Kept(LogPosition position, @Nullable Instant until) {}

    /** What was kept last; null if nothing was. */
    public @Nullable Kept read(JdbcClient jdbc, NodeKey node, String source) {
        return jdbc.sql(READ)
                .params(node.instanceId(), node.nodeId(), source)
                .query(
                        (row, number) -> {
                            OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
                            return new Kept(
                                    new LogPosition(
                                            row.getString("source"),
                                            row.getString("file"),
                                            row.getString("identity"),
                                            row.getLong("byte_offset")),
                                    until == null ? null : until.toInstant());
                        })
                .optional()
                .orElse(null);
    }

    /**
     * Keeps it.
     *
     * @param jdbc within the transaction that stores what stands before the position
     */
    public void keep(JdbcClient jdbc, NodeKey node, Kept kept) {
        LogPosition position = kept.position();
        Instant until = kept.until();
        jdbc.sql(KEEP)
                .param("instance", node.instanceId())
                .param("node", node.nodeId())
                .param("source", position.source())
                .param("file", position.file())
                .param("identity", position.identity())
                .param("offset", position.offset())
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .update();
    }
}
