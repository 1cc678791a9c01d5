package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.strategy.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The thresholds of instances (table {@code performance_threshold}). */
public final class Thresholds {
    private static final String ALL =
            """
            SELECT t.id, t.metric_type::text AS metric, t.schema_name, t.table_name,
                   t.warning_threshold, t.critical_threshold, t.threshold_unit::text AS unit,
                   t.alert_enabled, t.alert_configuration::text AS configuration
              FROM performance_threshold t
             WHERE t.instance_id = ? AND t.is_active
             ORDER BY t.metric_type, t.schema_name NULLS LAST, t.table_name NULLS FIRST,
                      t.created_at, t.id
            """;

    private static final String UPDATE =
            """
            UPDATE performance_threshold
               SET warning_threshold = :warning, critical_threshold = :critical,
                   threshold_unit = :unit::threshold_unit, alert_enabled = :enabled,
                   alert_configuration = :configuration::jsonb
             WHERE instance_id = :instance AND id = :id
            """;

    private static final String INSERT =
            """
            INSERT INTO performance_threshold (
                id, instance_id, metric_type, schema_name, table_name, warning_threshold,
                critical_threshold, threshold_unit, alert_enabled, alert_configuration, created_by)
            VALUES (:id, :instance, :metric::metric_type, :schema, :table, :warning, :critical,
                    :unit::threshold_unit, :enabled, :configuration::jsonb, :user)
            """;

    private static final String REMOVE =
            """
            UPDATE performance_threshold SET is_active = false
             WHERE instance_id = :instance AND id = :id AND table_name IS NOT NULL
            """;

    /** Those that hold, by metric; values in the unit of the metric. */
    public List<Threshold> all(JdbcClient jdbc, UUID instance) {
        return jdbc.sql(ALL).param(instance).query((row, number) -> threshold(row)).list();
    }

    /** Sets one: of that id if there is such, else a new one. */
    public void set(JdbcClient jdbc, UUID instance, Threshold threshold, Actor actor) {
        if (values(jdbc.sql(UPDATE), instance, threshold).update() == 0) {
            TableName table = threshold.table();
            values(jdbc.sql(INSERT), instance, threshold)
                    .param("metric", threshold.metric().label())
                    .param("schema", table == null ? null : table.schema())
                    .param("table", table == null ? null : table.table())
                    .param("user", actor.userId())
                    .update();
        }
    }

    /** Takes that of a table away, so that that of the whole database holds for it again. */
    public void remove(JdbcClient jdbc, UUID instance, Threshold threshold) {
        jdbc.sql(REMOVE).param("instance", instance).param("id", threshold.id()).update();
    }

    private static JdbcClient.StatementSpec values(
            JdbcClient.StatementSpec sql, UUID instance, Threshold threshold) {
        return sql.param("instance", instance)
                .param("id", threshold.id())
                .param("warning", threshold.warning())
                .param("critical", threshold.critical())
                .param("unit", threshold.metric().unit().label())
                .param("enabled", threshold.isEnabled())
                .param("configuration", threshold.settings().json());
    }

    private static Threshold threshold(ResultSet row) throws SQLException {
        Metric metric = Metric.of(row.getString("metric")).orElseThrow();
        Unit unit = Unit.of(row.getString("unit"));
        // What somebody wrote in a unit of something else can only be taken as it stands.
        Unit given = unit.measuresAs(metric.unit()) ? unit : metric.unit();
        return new Threshold(
                row.getObject("id", UUID.class),
                metric,
                table(row.getString("schema_name"), row.getString("table_name")),
                given.in(metric.unit(), row.getDouble("warning_threshold")),
                given.in(metric.unit(), row.getDouble("critical_threshold")),
                row.getBoolean("alert_enabled"),
                ThresholdSettings.parse(row.getString("configuration")));
    }

    private static @Nullable TableName table(@Nullable String schema, @Nullable String table) {
        return table == null ? null : new TableName(schema, table);
    }
}
