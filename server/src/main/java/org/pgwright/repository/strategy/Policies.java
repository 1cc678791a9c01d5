package org.pgwright.repository.strategy;

import org.pgwright.strategy.Action;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What pgwright may do by itself, for an instance or one of its databases (table {@code
 * change_policy}).
 */
public final class Policies {
    private static final String OF =
            """
            SELECT p.*, p.approves::text[] AS actions
              FROM change_policy p
             WHERE p.instance_id = :instance AND p.database_name IN ('', :database)
             ORDER BY p.database_name DESC
             LIMIT 1
            """;

    private static final String SET =
            """
            INSERT INTO change_policy (
                instance_id, database_name, windows, approves, applies, rolls_back, max_bytes,
                max_write_overhead_percent, include_tables, exclude_tables, watch_hours,
                unused_days, changed_by)
            VALUES (:instance, :database, :windows, :approves::strategy_action[], :applies, :rollsBack, :bytes, :overhead,
                    :include, :exclude, :watch, :unused, :user)
            ON CONFLICT (instance_id, database_name) DO UPDATE
            SET windows = excluded.windows,
                approves = excluded.approves,
                applies = excluded.applies,
                rolls_back = excluded.rolls_back,
                max_bytes = excluded.max_bytes,
                max_write_overhead_percent = excluded.max_write_overhead_percent,
                include_tables = excluded.include_tables,
                exclude_tables = excluded.exclude_tables,
                watch_hours = excluded.watch_hours,
                unused_days = excluded.unused_days,
                changed_by = excluded.changed_by,
                changed_at = now()
            """;

    /**
     * That of a database, else of its instance, else none.
     *
     * @param database its name; empty for what holds for databases without one of their own
     */
    public Policy of(JdbcClient jdbc, UUID instance, String database) {
        return jdbc.sql(OF)
                .param("instance", instance)
                .param("database", database)
                .query((row, number) -> policy(row))
                .optional()
                .orElse(Policy.NONE);
    }

    /** Sets it. */
    public void set(JdbcClient jdbc, UUID instance, String database, Policy policy, Actor actor) {
        jdbc.sql(SET)
                .param("instance", instance)
                .param("database", database)
                .param(
                        "windows",
                        policy.windows().stream()
                                .map(MaintenanceWindow::shown)
                                .toArray(String[]::new))
                .param(
                        "approves",
                        policy.unattended().approves().stream()
                                .map(Action::label)
                                .toArray(String[]::new))
                .param("applies", policy.unattended().applies())
                .param("rollsBack", policy.unattended().rollsBack())
                .param("bytes", policy.limits().maxBytes())
                .param("overhead", policy.limits().maxWriteOverheadPercent())
                .param("include", policy.limits().include().toArray(String[]::new))
                .param("exclude", policy.limits().exclude().toArray(String[]::new))
                .param("watch", policy.watch().toHours())
                .param("unused", policy.unused().toDays())
                .param("user", actor.userId())
                .update();
    }

    private static Policy policy(ResultSet row) throws SQLException {
        long bytes = row.getLong("max_bytes");
        boolean isAnySize = row.wasNull();
        BigDecimal overhead = row.getBigDecimal("max_write_overhead_percent");
        return new Policy(
                strings(row.getArray("windows")).stream().map(MaintenanceWindow::parse).toList(),
                new Policy.Unattended(
                        strings(row.getArray("actions")).stream()
                                .map(Action::of)
                                .collect(Collectors.toSet()),
                        row.getBoolean("applies"),
                        row.getBoolean("rolls_back")),
                new Policy.Limits(
                        isAnySize ? null : bytes,
                        overhead == null ? null : overhead.doubleValue(),
                        strings(row.getArray("include_tables")),
                        strings(row.getArray("exclude_tables"))),
                Duration.ofHours(row.getInt("watch_hours")),
                Duration.ofDays(row.getInt("unused_days")));
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
