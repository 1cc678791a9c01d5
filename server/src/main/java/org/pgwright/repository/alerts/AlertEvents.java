package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.strategy.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The stories of alerts (table {@code alert_event}); nothing in them is ever changed. */
public final class AlertEvents {
    private static final String ADD =
            """
            INSERT INTO alert_event (
                id, instance_id, alert_id, happened_at, kind, state, value, threshold, resolution,
                user_id, comment)
            VALUES (:id, :instance, :alert, :at, :kind::alert_event_kind, :state::alert_state,
                    :value, :threshold, :resolution::alert_resolution, :user, :comment)
            """;

    private static final String SELECT =
            """
            SELECT e.id, e.alert_id, e.happened_at, e.kind::text AS kind, e.state::text AS state,
                   e.value, e.threshold, e.resolution::text AS resolution, u.name AS who,
                   e.comment
              FROM alert_event e
              LEFT JOIN app_user u ON u.id = e.user_id
             WHERE e.instance_id = :instance AND %s
             ORDER BY e.happened_at, e.id
            """;

    private static final String OF_ALERT = SELECT.formatted("e.alert_id = :id");

    private static final String OF_NOTIFICATION =
            SELECT.formatted(
                    """
                    e.id IN (SELECT c.event_id FROM notification_content c
                              WHERE c.instance_id = :instance AND c.notification_id = :id)
                    """);

    /**
     * Of each alert that fires and of which a channel was told the last that says how it stands.
     */
    private static final String STANDING =
            SELECT.formatted(
                    """
                    e.id IN (SELECT DISTINCT ON (l.alert_id) l.id
                               FROM alert a
                               JOIN alert_event l
                                 ON l.instance_id = a.instance_id AND l.alert_id = a.id
                              WHERE a.instance_id = :instance
                                AND a.state IN ('warning', 'critical')
                                AND l.kind IN ('fired', 'escalated', 'eased', 'announced')
                              ORDER BY l.alert_id, l.happened_at DESC, l.id DESC)
                    AND EXISTS (SELECT FROM alert_event o
                                  JOIN notification_content c
                                    ON c.instance_id = o.instance_id AND c.event_id = o.id
                                 WHERE o.instance_id = :instance AND o.alert_id = e.alert_id
                                   AND c.channel_id = :id)
                    """);

    private static final String ENDS =
            SELECT.formatted("e.kind = 'resolved' AND e.alert_id = ANY (:alerts::uuid[])");

    /**
     * Adds what happened.
     *
     * @param actor null for what pgwright found
     */
    public void add(JdbcClient jdbc, UUID instance, AlertEvent event, @Nullable Actor actor) {
        Resolution resolution = event.resolution();
        jdbc.sql(ADD)
                .param("id", event.id())
                .param("instance", instance)
                .param("alert", event.alertId())
                .param("at", Moments.at(event.at()))
                .param("kind", event.kind().label())
                .param("state", event.state().label())
                .param("value", event.value())
                .param("threshold", event.threshold())
                .param("resolution", resolution == null ? null : resolution.label())
                .param("user", actor == null ? null : actor.userId())
                .param("comment", event.comment())
                .update();
    }

    /** All that happened to an alert, the oldest first. */
    public List<AlertEvent> of(JdbcClient jdbc, UUID instance, UUID alert) {
        return read(jdbc, OF_ALERT, instance, alert);
    }

    /** How the alerts stand that fire and that a channel was told of. */
    List<AlertEvent> standing(JdbcClient jdbc, UUID instance, UUID channel) {
        return read(jdbc, STANDING, instance, channel);
    }

    /** The ends of those alerts that are over. */
    List<AlertEvent> ends(JdbcClient jdbc, UUID instance, Collection<UUID> alerts) {
        return jdbc.sql(ENDS)
                .param("instance", instance)
                .param("alerts", alerts.toArray(UUID[]::new))
                .query((row, number) -> event(row))
                .list();
    }

    /** What a notification tells of. */
    List<AlertEvent> ofNotification(JdbcClient jdbc, UUID instance, UUID notification) {
        return read(jdbc, OF_NOTIFICATION, instance, notification);
    }

    private static List<AlertEvent> read(JdbcClient jdbc, String sql, UUID instance, UUID id) {
        return jdbc.sql(sql)
                .param("instance", instance)
                .param("id", id)
                .query((row, number) -> event(row))
                .list();
    }

    private static AlertEvent event(ResultSet row) throws SQLException {
        String resolution = row.getString("resolution");
        return new AlertEvent(
                row.getObject("id", UUID.class),
                row.getObject("alert_id", UUID.class),
                Moments.of(row, "happened_at"),
                AlertEvent.Kind.of(row.getString("kind")),
                AlertState.of(row.getString("state")),
                row.getDouble("value"),
                row.getDouble("threshold"),
                resolution == null ? null : Resolution.of(resolution),
                row.getString("who"),
                row.getString("comment"));
    }
}
