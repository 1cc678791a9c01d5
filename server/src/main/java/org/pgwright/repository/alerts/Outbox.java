package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is to be sent (tables {@code notification_outbox} and {@code notification_content}). A
 * notification is claimed by one process at a time; one that was killed while it sent is replaced
 * once its claim is over, so that a notification may be sent twice, but is never lost.
 */
public final class Outbox {
    private static final String QUEUE =
            """
            INSERT INTO notification_outbox (
                id, instance_id, channel_id, queued_at, next_attempt_at)
            VALUES (:id, :instance, :channel, :now, :now)
            """;

    private static final String TELL =
            """
            INSERT INTO notification_content (instance_id, event_id, channel_id, notification_id)
            SELECT :instance, event, :channel, :id FROM unnest(:events::uuid[]) AS event
            ON CONFLICT (instance_id, event_id, channel_id) DO NOTHING
            """;

    private static final String TOLD =
            """
            SELECT DISTINCT e.alert_id, c.channel_id
              FROM alert_event e
              JOIN notification_content c
                ON c.instance_id = e.instance_id AND c.event_id = e.id
              JOIN notification_channel n ON n.id = c.channel_id AND n.is_active
             WHERE e.instance_id = :instance AND e.alert_id = ANY (:alerts::uuid[])
             ORDER BY e.alert_id, c.channel_id
            """;

    private static final String DUE =
            """
            SELECT DISTINCT p.channel_id
              FROM notification_outbox p
             WHERE p.sent_at IS NULL AND p.failed_at IS NULL AND p.next_attempt_at <= :now
             ORDER BY p.channel_id
            """;

    /** Without SKIP LOCKED: the second is not to be taken while another process takes the first. */
    private static final String CLAIM =
            """
            UPDATE notification_outbox o
               SET claimed_by = :holder,
                   claimed_until = :now::timestamptz + make_interval(secs => :seconds),
                   attempts = o.attempts + 1
              FROM (SELECT p.instance_id, p.id, p.next_attempt_at, p.claimed_until
                      FROM notification_outbox p
                     WHERE p.channel_id = :channel AND p.sent_at IS NULL AND p.failed_at IS NULL
                     ORDER BY p.queued_at, p.id
                     LIMIT 1
                       FOR UPDATE) oldest
             WHERE o.instance_id = oldest.instance_id AND o.id = oldest.id
               AND oldest.next_attempt_at <= :now
               AND (oldest.claimed_until IS NULL OR oldest.claimed_until <= :now)
            RETURNING o.id, o.instance_id, o.channel_id, o.queued_at, o.attempts
            """;

    private static final String SENT =
            """
            UPDATE notification_outbox
               SET sent_at = :now, last_error = NULL, claimed_by = NULL, claimed_until = NULL
             WHERE instance_id = :instance AND id = :id AND claimed_by = :holder
            """;

    private static final String LATER =
            """
            UPDATE notification_outbox
               SET next_attempt_at = :next, last_error = :error, claimed_by = NULL,
                   claimed_until = NULL
             WHERE instance_id = :instance AND id = :id AND claimed_by = :holder
            """;

    private static final String FAILED =
            """
            UPDATE notification_outbox
               SET failed_at = :now, last_error = :error, claimed_by = NULL, claimed_until = NULL
             WHERE instance_id = :instance AND id = :id AND claimed_by = :holder
            """;

    private static final String UNSENT =
            """
            SELECT count(*) FROM notification_outbox
             WHERE failed_at IS NOT NULL AND failed_at >= :since
            """;

    private final UUID holder;

    /**
     * @param holder this process
     */
    public Outbox(UUID holder) {
        this.holder = holder;
    }

    /**
     * A notification that this process is to send.
     *
     * @param attempts with this one
     */
    public record Claimed(
            UUID id, UUID instanceId, UUID channelId, Instant queuedAt, int attempts) {}

    /** Queues one notification of several events, in the transaction in which they happened. */
    public void queue(JdbcClient jdbc, UUID instance, Claimed wanted, Collection<UUID> events) {
        jdbc.sql(QUEUE)
                .param("id", wanted.id())
                .param("instance", instance)
                .param("channel", wanted.channelId())
                .param("now", Moments.at(wanted.queuedAt()))
                .update();
        jdbc.sql(TELL)
                .param("id", wanted.id())
                .param("instance", instance)
                .param("channel", wanted.channelId())
                .param("events", events.toArray(UUID[]::new))
                .update();
    }

    /** Which channels were told, or are to be told, of alerts: by alert, without those removed. */
    public Map<UUID, Set<UUID>> told(JdbcClient jdbc, UUID instance, Collection<UUID> alerts) {
        Map<UUID, Set<UUID>> told = new HashMap<>();
        jdbc.sql(TOLD)
                .param("instance", instance)
                .param("alerts", alerts.toArray(UUID[]::new))
                .query(
                        row -> {
                            told.computeIfAbsent(
                                            row.getObject("alert_id", UUID.class),
                                            alert -> new LinkedHashSet<>())
                                    .add(row.getObject("channel_id", UUID.class));
                        });
        return told;
    }

    /** The channels for which something may be due. */
    public List<UUID> due(JdbcClient jdbc, Instant now) {
        return jdbc.sql(DUE).param("now", Moments.at(now)).query(UUID.class).list();
    }

    /**
     * Takes the oldest that is to be sent to a channel, if it is due: none is sent before what was
     * queued earlier is sent or given up.
     *
     * @param patience after which another process may take it
     */
    public Optional<Claimed> claim(JdbcClient jdbc, UUID channel, Instant now, Duration patience) {
        return jdbc.sql(CLAIM)
                .param("holder", holder)
                .param("channel", channel)
                .param("now", Moments.at(now))
                .param("seconds", (double) patience.toMillis() / 1_000)
                .query((row, number) -> claimed(row))
                .optional();
    }

    /** Notes that it was sent. */
    public void sent(JdbcClient jdbc, Claimed claimed, Instant now) {
        of(jdbc.sql(SENT), claimed).param("now", Moments.at(now)).update();
    }

    /**
     * Notes that it could not be sent, and is to be tried again.
     *
     * @param error without secrets
     */
    public void later(JdbcClient jdbc, Claimed claimed, Instant next, String error) {
        of(jdbc.sql(LATER), claimed).param("next", Moments.at(next)).param("error", error).update();
    }

    /**
     * Gives it up.
     *
     * @param error without secrets
     */
    public void failed(JdbcClient jdbc, Claimed claimed, Instant now, String error) {
        of(jdbc.sql(FAILED), claimed).param("now", Moments.at(now)).param("error", error).update();
    }

    /** How many were given up since a time. */
    public long givenUp(JdbcClient jdbc, Instant since) {
        return jdbc.sql(UNSENT).param("since", Moments.at(since)).query(Long.class).single();
    }

    private JdbcClient.StatementSpec of(JdbcClient.StatementSpec sql, Claimed claimed) {
        return sql.param("instance", claimed.instanceId())
                .param("id", claimed.id())
                .param("holder", holder);
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(
                row.getObject("id", UUID.class),
                row.getObject("instance_id", UUID.class),
                row.getObject("channel_id", UUID.class),
                Moments.of(row, "queued_at"),
                row.getInt("attempts"));
    }
}
