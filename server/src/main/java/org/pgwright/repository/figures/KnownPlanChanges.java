package org.pgwright.repository.figures;

import org.pgwright.repository.performance.PlanChangeCause;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Finds recorded changes of plans. */
public final class KnownPlanChanges {
    /** Who has more of them looks at them one query after another. */
    private static final int MOST = 100;

    private static final String CHANGES =
            """
            SELECT t.query_hash, d.database_name, c.changed_at, c.cause::text, c.details::text,
                   encode(c.old_plan_hash, 'hex') AS old_hash, c.old_executions, c.old_median_ms,
                   c.old_mean_ms, c.old_plan::text, encode(c.new_plan_hash, 'hex') AS new_hash,
                   c.new_executions, c.new_median_ms, c.new_mean_ms, c.new_plan::text
              FROM plan_change c
              JOIN statement t USING (instance_id, statement_id)
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE c.instance_id = :instance
               AND c.changed_at >= :from
               AND c.changed_at < :to
             ORDER BY c.changed_at DESC, t.query_hash, d.database_name, new_hash
             LIMIT :most
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Those of a time, the last first. */
    public List<KnownPlanChange> of(JdbcClient jdbc, Window window) {
        return jdbc.sql(CHANGES)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query((row, number) -> change(row))
                .list();
    }

    private static KnownPlanChange change(ResultSet row) throws SQLException {
        return new KnownPlanChange(
                row.getString("query_hash"),
                row.getString("database_name"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                side(row, "old"),
                side(row, "new"),
                PlanChangeCause.of(row.getString("cause")),
                List.of(MAPPER.readValue(row.getString("details"), String[].class)));
    }

    private static KnownPlanChange.Side side(ResultSet row, String which) throws SQLException {
        return new KnownPlanChange.Side(
                row.getString(which + "_hash"),
                row.getLong(which + "_executions"),
                row.getDouble(which + "_median_ms"),
                row.getDouble(which + "_mean_ms"),
                row.getString(which + "_plan"));
    }
}
