package org.pgwright.repository.strategy;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads changes of the journal. */
final class JournalledChanges {
    private static final String CHANGES =
            """
            SELECT c.id, c.instance_id, c.database_id, c.strategy_id, c.object::text AS object,
                   c.action::text AS action,
                   c.is_rollback, c.schema_name, c.table_name, c.index_name, c.create_statement,
                   c.index_oid, c.bytes_before, c.leftovers, c.intended_at, c.is_undoing,
                   c.is_paused,
                   (SELECT e.from_status::text
                      FROM strategy_event e
                     WHERE e.instance_id = c.instance_id AND e.strategy_id = c.strategy_id
                       AND e.change_id = c.id AND e.to_status = 'building') AS status_before
              FROM index_change c
            """;

    private static final String WITH_ID =
            CHANGES
                    + """
                     WHERE c.instance_id = :instance AND c.id = :id
                    """;

    private static final String UNSETTLED =
            CHANGES
                    + """
                     WHERE c.instance_id = :instance AND c.database_id = :database
                       AND c.settled_at IS NULL
                     ORDER BY c.intended_at, c.id
                    """;

    private static final String LAST_APPLIED =
            CHANGES
                    + """
                     WHERE c.instance_id = :instance AND c.strategy_id = :strategy
                       AND NOT c.is_rollback AND c.outcome IN ('applied', 'unneeded')
                     ORDER BY c.settled_at DESC LIMIT 1
                    """;

    private JournalledChanges() {}

    static JournalledChange withId(JdbcClient jdbc, UUID instance, UUID id) {
        return jdbc.sql(WITH_ID)
                .param("instance", instance)
                .param("id", id)
                .query((row, number) -> change(row))
                .single();
    }

    /** The oldest first. */
    static List<JournalledChange> unsettled(JdbcClient jdbc, Scope scope) {
        return jdbc.sql(UNSETTLED)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .query((row, number) -> change(row))
                .list();
    }

    static Optional<JournalledChange> lastApplied(JdbcClient jdbc, KnownStrategy strategy) {
        return jdbc.sql(LAST_APPLIED)
                .param("instance", strategy.scope().instanceId())
                .param("strategy", strategy.id())
                .query((row, number) -> change(row))
                .optional();
    }

    private static JournalledChange change(ResultSet row) throws SQLException {
        long oid = row.getLong("index_oid");
        Long before = row.wasNull() ? null : oid;
        long size = row.getLong("bytes_before");
        Long bytes = row.wasNull() ? null : size;
        return new JournalledChange(
                row.getObject("id", UUID.class),
                new Scope(row.getObject("instance_id", UUID.class), row.getInt("database_id")),
                row.getObject("strategy_id", UUID.class),
                ChangedObject.of(row.getString("object")),
                Action.of(row.getString("action")),
                row.getBoolean("is_rollback"),
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("index_name"),
                row.getString("create_statement"),
                new JournalledChange.Before(before, bytes, strings(row.getArray("leftovers"))),
                Status.of(row.getString("status_before")),
                row.getTimestamp("intended_at").toInstant(),
                row.getBoolean("is_undoing"),
                row.getBoolean("is_paused"));
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
