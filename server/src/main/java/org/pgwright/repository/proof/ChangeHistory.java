package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Tells all changes that were ever begun, with what they did. */
public final class ChangeHistory {
    private static final String CHANGES =
            """
            SELECT c.id, c.strategy_id, i.name AS instance_name, d.database_name, c.schema_name,
                   c.table_name, c.index_name, c.object::text AS object, c.action::text AS action, c.is_rollback,
                   u.name AS who, c.intended_at, coalesce(y.reason, '') AS reason,
                   coalesce(c.create_statement, y.create_statement, y.index_definition)
                     AS statement,
                   c.settled_at, c.outcome::text AS outcome, c.message,
                   coalesce(c.bytes_after, c.bytes_before) AS bytes,
                   p.change_id, p.judged_at, p.before_from, p.before_until, p.after_from,
                   p.after_until, p.verdict::text AS verdict, p.reason AS proof_reason,
                   p.figures::text AS figures, p.is_final
              FROM index_change c
              JOIN instance i USING (instance_id)
              JOIN monitored_database d USING (instance_id, database_id)
              JOIN index_strategy y ON y.instance_id = c.instance_id AND y.id = c.strategy_id
              JOIN app_user u ON u.id = c.requested_by
              LEFT JOIN change_proof p ON p.instance_id = c.instance_id AND p.change_id = c.id
            """;

    private static final String ALL =
            CHANGES
                    + """
                     WHERE (:instance::text IS NULL OR i.name = :instance)
                       AND (:since::timestamptz IS NULL OR c.intended_at >= :since)
                     ORDER BY c.intended_at DESC, c.id
                    """;

    private static final String OF_STRATEGY =
            CHANGES
                    + """
                     WHERE c.instance_id = :instance AND c.strategy_id = :strategy
                     ORDER BY c.intended_at DESC, c.id
                    """;

    /**
     * Those that were begun since a time, the last one first.
     *
     * @param instance by name; null for all
     * @param since null for all
     */
    public List<PastChange> of(
            JdbcClient jdbc, @Nullable String instance, @Nullable Instant since) {
        return jdbc.sql(ALL)
                .param("instance", instance)
                .param("since", since == null ? null : since.atOffset(ZoneOffset.UTC))
                .query((row, number) -> change(row))
                .list();
    }

    /** Those of one strategy, the last one first. */
    public List<PastChange> ofStrategy(JdbcClient jdbc, UUID instance, UUID strategy) {
        return jdbc.sql(OF_STRATEGY)
                .param("instance", instance)
                .param("strategy", strategy)
                .query((row, number) -> change(row))
                .list();
    }

    private static PastChange change(ResultSet row) throws SQLException {
        return new PastChange(
                row.getObject("id", UUID.class),
                row.getObject("strategy_id", UUID.class),
                new PastChange.Place(
                        row.getString("instance_name"),
                        row.getString("database_name"),
                        new QualifiedName(
                                row.getString("schema_name"), row.getString("table_name")),
                        ChangedObject.of(row.getString("object")),
                        row.getString("index_name")),
                Action.of(row.getString("action")),
                row.getBoolean("is_rollback"),
                row.getString("who"),
                row.getObject("intended_at", OffsetDateTime.class).toInstant(),
                row.getString("reason"),
                row.getString("statement"),
                end(row),
                row.getObject("change_id") == null ? null : Proofs.proof(row, "proof_reason"));
    }

    private static PastChange.@Nullable End end(ResultSet row) throws SQLException {
        OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
        long bytes = row.getLong("bytes");
        Long known = row.wasNull() ? null : bytes;
        return settled == null
                ? null
                : new PastChange.End(
                        settled.toInstant(),
                        row.getString("outcome"),
                        row.getString("message"),
                        known);
    }
}
