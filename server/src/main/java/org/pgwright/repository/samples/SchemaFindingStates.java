package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Keeps what is wrong with schemas, since when, and forgets what holds no more. */
final class SchemaFindingStates {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Only one process looks at a node, so that nothing comes between reading and writing. */
    private static final String WRITE =
            """
            MERGE INTO schema_finding f
            USING (SELECT n.kind::schema_finding_kind AS kind, n.schema_name, n.table_name,
                          n.index_name,
                          ARRAY(SELECT jsonb_array_elements_text(n.columns::jsonb)) AS columns,
                          n.other_schema, n.other_name, n.detail
                     FROM unnest(:kinds::text[], :schemas::text[], :tables::text[],
                                 :indexes::text[], :columns::text[], :otherSchemas::text[],
                                 :others::text[], :details::text[])
                          AS n (kind, schema_name, table_name, index_name, columns, other_schema,
                                other_name, detail)) n
               ON f.instance_id = :instance AND f.database_id = :database
              AND (f.kind, f.schema_name, f.table_name, f.columns)
                  = (n.kind, n.schema_name, n.table_name, n.columns)
              AND f.index_name IS NOT DISTINCT FROM n.index_name
              AND f.other_schema IS NOT DISTINCT FROM n.other_schema
              AND f.other_name IS NOT DISTINCT FROM n.other_name
             WHEN MATCHED THEN UPDATE SET detail = n.detail, last_seen = :seen
             WHEN NOT MATCHED THEN INSERT (
                      instance_id, database_id, kind, schema_name, table_name, index_name, columns,
                      other_schema, other_name, detail, first_seen, last_seen)
                  VALUES (:instance, :database, n.kind, n.schema_name, n.table_name, n.index_name,
                          n.columns, n.other_schema, n.other_name, n.detail, :seen, :seen)
            """;

    private static final String FORGET =
            """
            DELETE FROM schema_finding
             WHERE instance_id = :instance AND database_id = :database AND last_seen < :seen
            """;

    /** Those of one database, all at once. */
    void write(JdbcClient jdbc, SchemaStore.Place place, List<Finding> findings) {
        place.statement(jdbc, WRITE)
                .param("kinds", texts(findings, SchemaFindingStates::kind))
                .param("schemas", texts(findings, finding -> finding.table().schema()))
                .param("tables", texts(findings, finding -> finding.table().name()))
                .param("indexes", texts(findings, finding -> nameOf(finding.index())))
                .param(
                        "columns",
                        texts(findings, finding -> MAPPER.writeValueAsString(finding.columns())))
                .param("otherSchemas", texts(findings, finding -> schemaOf(finding.other())))
                .param("others", texts(findings, finding -> nameOf(finding.other())))
                .param("details", texts(findings, Finding::detail))
                .update();
        place.statement(jdbc, FORGET).update();
    }

    /** As the type schema_finding_kind has it. */
    private static String kind(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String nameOf(@Nullable QualifiedName name) {
        return name == null ? null : name.name();
    }

    private static @Nullable String schemaOf(@Nullable QualifiedName name) {
        return name == null ? null : name.schema();
    }

    private static @Nullable String[] texts(
            List<Finding> findings, Function<Finding, @Nullable String> text) {
        return findings.stream().map(text).toArray(String[]::new);
    }
}
