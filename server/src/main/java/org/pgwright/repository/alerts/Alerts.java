package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The alerts of instances (table {@code alert}). */
public final class Alerts {
    private static final String SELECT =
            """
            SELECT a.id, a.threshold_id, a.metric_type::text AS metric,
                   a.subject_kind::text AS kind, a.database_name, a.schema_name, a.table_name,
                   a.subject_name, a.state::text AS state, a.started_at, a.fired_at, a.resolved_at,
                   a.last_beyond_at, a.last_known_at, a.warning_since, a.critical_since,
                   a.evaluations, a.last_value, a.worst_value, a.is_announced, a.is_withheld,
                   u.name AS acknowledged_by, a.acknowledged_at, a.acknowledgement
              FROM alert a
              LEFT JOIN app_user u ON u.id = a.acknowledged_by
             WHERE a.instance_id = :instance AND %s
             ORDER BY a.state DESC, a.started_at, a.id
            """;

    private static final String OPEN = SELECT.formatted("a.state <> 'resolved'");
    private static final String ONE = SELECT.formatted("a.id = :id");
    private static final String OVER =
            SELECT.formatted("a.state = 'resolved' AND a.resolved_at >= :since");

    private static final String SAVE =
            """
            INSERT INTO alert (
                id, instance_id, threshold_id, metric_type, subject_kind, database_name,
                schema_name, table_name, subject_name, state, started_at, fired_at, resolved_at,
                last_beyond_at, last_known_at, warning_since, critical_since, evaluations,
                last_value, worst_value, is_announced, is_withheld)
            VALUES (:id, :instance, :threshold, :metric::metric_type, :kind::alert_subject,
                    :database, :schema, :table, :name, :state::alert_state, :started, :fired,
                    :resolved, :beyond, :known, :warning, :critical, :count, :last, :worst,
                    :announced, :withheld)
            ON CONFLICT (instance_id, id) DO UPDATE
            SET threshold_id = excluded.threshold_id,
                state = excluded.state,
                fired_at = excluded.fired_at,
                resolved_at = excluded.resolved_at,
                last_beyond_at = excluded.last_beyond_at,
                last_known_at = excluded.last_known_at,
                warning_since = excluded.warning_since,
                critical_since = excluded.critical_since,
                evaluations = excluded.evaluations,
                last_value = excluded.last_value,
                worst_value = excluded.worst_value,
                is_announced = excluded.is_announced,
                is_withheld = excluded.is_withheld
            """;

    private static final String ACKNOWLEDGE =
            """
            UPDATE alert
               SET acknowledged_by = :user, acknowledged_at = :at, acknowledgement = :comment
             WHERE instance_id = :instance AND id = :id AND state IN ('warning', 'critical')
               AND acknowledged_at IS NULL
            """;

    private static final String FORGET_SENT =
            """
            DELETE FROM notification_outbox o
             WHERE o.instance_id = :instance AND o.queued_at < :before
               AND (o.sent_at IS NOT NULL OR o.failed_at IS NOT NULL)
            """;

    private static final String FORGET =
            """
            DELETE FROM alert WHERE instance_id = :instance AND resolved_at < :before
            """;

    /** Those that are not over, the critical first. */
    public List<Alert> open(JdbcClient jdbc, UUID instance) {
        return jdbc.sql(OPEN).param("instance", instance).query((row, number) -> alert(row)).list();
    }

    /** Those that ended since a time. */
    public List<Alert> over(JdbcClient jdbc, UUID instance, Instant since) {
        return jdbc.sql(OVER)
                .param("instance", instance)
                .param("since", Moments.at(since))
                .query((row, number) -> alert(row))
                .list();
    }

    /** One; empty if there is none. */
    public Optional<Alert> one(JdbcClient jdbc, UUID instance, UUID id) {
        return jdbc.sql(ONE)
                .param("instance", instance)
                .param("id", id)
                .query((row, number) -> alert(row))
                .optional();
    }

    /** Keeps one as it stands; its acknowledgement stays as it is there. */
    public void save(JdbcClient jdbc, UUID instance, Alert alert) {
        Subject subject = alert.key().subject();
        Alert.Sight sight = alert.sight();
        jdbc.sql(SAVE)
                .param("id", alert.id())
                .param("instance", instance)
                .param("threshold", alert.thresholdId())
                .param("metric", alert.key().metric().label())
                .param("kind", subject.kind().label())
                .param("database", subject.database())
                .param("schema", subject.schema())
                .param("table", subject.table())
                .param("name", subject.name())
                .param("state", alert.state().label())
                .param("started", Moments.at(alert.startedAt()))
                .param("fired", Moments.at(alert.firedAt()))
                .param("resolved", Moments.at(alert.resolvedAt()))
                .param("beyond", Moments.at(sight.lastBeyondAt()))
                .param("known", Moments.at(sight.lastKnownAt()))
                .param("warning", Moments.at(sight.warningSince()))
                .param("critical", Moments.at(sight.criticalSince()))
                .param("count", sight.count())
                .param("last", sight.last())
                .param("worst", sight.worst())
                .param("announced", alert.told().isAnnounced())
                .param("withheld", alert.told().isWithheld())
                .update();
    }

    /** Forgets one that nobody ever knew of. */
    public void withdraw(JdbcClient jdbc, UUID instance, Alert alert) {
        jdbc.sql("DELETE FROM alert WHERE instance_id = ? AND id = ?")
                .params(instance, alert.id())
                .update();
    }

    /** Notes who sees to an alert; false if it is not firing, or somebody does already. */
    public boolean acknowledge(JdbcClient jdbc, UUID instance, UUID alert, Saying saying) {
        return jdbc.sql(ACKNOWLEDGE)
                        .param("instance", instance)
                        .param("id", alert)
                        .param("user", saying.actor().userId())
                        .param("at", Moments.at(saying.at()))
                        .param("comment", saying.comment())
                        .update()
                == 1;
    }

    /** Deletes alerts that ended before a time, with what was told of them. */
    public void forget(JdbcClient jdbc, UUID instance, Instant before) {
        for (String sql : List.of(FORGET, FORGET_SENT)) {
            jdbc.sql(sql).param("instance", instance).param("before", Moments.at(before)).update();
        }
    }

    private static Alert alert(ResultSet row) throws SQLException {
        Subject subject =
                new Subject(
                        SubjectKind.of(row.getString("kind")),
                        row.getString("database_name"),
                        row.getString("schema_name"),
                        row.getString("table_name"),
                        row.getString("subject_name"));
        return new Alert(
                row.getObject("id", UUID.class),
                row.getObject("threshold_id", UUID.class),
                new AlertKey(Metric.of(row.getString("metric")).orElseThrow(), subject),
                AlertState.of(row.getString("state")),
                Moments.of(row, "started_at"),
                Moments.orNull(row, "fired_at"),
                Moments.orNull(row, "resolved_at"),
                sight(row),
                new Alert.Told(
                        row.getBoolean("is_announced"),
                        row.getBoolean("is_withheld"),
                        acknowledgement(row)));
    }

    private static Alert.Sight sight(ResultSet row) throws SQLException {
        return new Alert.Sight(
                Moments.of(row, "last_beyond_at"),
                Moments.of(row, "last_known_at"),
                Moments.orNull(row, "warning_since"),
                Moments.orNull(row, "critical_since"),
                row.getLong("evaluations"),
                row.getDouble("last_value"),
                row.getDouble("worst_value"));
    }

    private static Alert.@Nullable Acknowledgement acknowledgement(ResultSet row)
            throws SQLException {
        Instant at = Moments.orNull(row, "acknowledged_at");
        return at == null
                ? null
                : new Alert.Acknowledgement(
                        row.getString("acknowledged_by"), at, row.getString("acknowledgement"));
    }
}
