package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Says what is wrong with the schemas of an instance. */
public final class KnownFindings {
    private static final String ALL =
            """
            SELECT d.database_name, f.kind::text AS kind, f.schema_name, f.table_name, f.index_name,
                   f.columns, f.other_schema, f.other_name, f.detail, f.first_seen
              FROM schema_finding f
              JOIN monitored_database d USING (instance_id, database_id)
              LEFT JOIN monitored_table t
                     ON t.instance_id = f.instance_id
                    AND t.database_id = f.database_id
                    AND t.schema_name = f.schema_name
                    AND t.table_name = f.table_name
             WHERE f.instance_id = :instance
               AND (:ours OR NOT coalesce(t.is_ours, false))
             ORDER BY f.kind, d.database_name, f.schema_name, f.table_name, f.index_name, f.columns
            """;

    /**
     * All, by kind.
     *
     * @param withOurs with those of the repository's own tables
     */
    public List<KnownFinding> all(JdbcClient jdbc, UUID instanceId, boolean withOurs) {
        return jdbc.sql(ALL)
                .param("instance", instanceId)
                .param("ours", withOurs)
                .query((row, number) -> finding(row))
                .list();
    }

    private static KnownFinding finding(ResultSet row) throws SQLException {
        String schema = row.getString("schema_name");
        return new KnownFinding(
                row.getString("database_name"),
                new Finding(
                        Finding.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        new QualifiedName(schema, row.getString("table_name")),
                        List.of((String[]) row.getArray("columns").getArray()),
                        name(schema, row.getString("index_name")),
                        name(row.getString("other_schema"), row.getString("other_name")),
                        row.getString("detail")),
                row.getObject("first_seen", OffsetDateTime.class).toInstant());
    }

    private static @Nullable QualifiedName name(@Nullable String schema, @Nullable String name) {
        return schema == null || name == null ? null : new QualifiedName(schema, name);
    }
}
