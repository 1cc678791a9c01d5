package org.pgwright.repository.samples;

import org.pgwright.observation.SchemaReading.TableSize;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** Keeps what is known of the columns of tables, and forgets those of tables that are gone. */
final class ColumnStates {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String WRITE =
            """
            INSERT INTO column_state (
                instance_id, table_id, column_names, column_types, distinct_values, null_fractions,
                average_widths)
            SELECT :instance, t.table_id,
                   ARRAY(SELECT c ->> 'name'
                           FROM jsonb_array_elements(t.columns::jsonb) WITH ORDINALITY AS e (c, n)
                          ORDER BY n),
                   ARRAY(SELECT c ->> 'type'
                           FROM jsonb_array_elements(t.columns::jsonb) WITH ORDINALITY AS e (c, n)
                          ORDER BY n),
                   ARRAY(SELECT (c ->> 'distinct')::double precision
                           FROM jsonb_array_elements(t.columns::jsonb) WITH ORDINALITY AS e (c, n)
                          ORDER BY n),
                   ARRAY(SELECT (c ->> 'nullFraction')::double precision
                           FROM jsonb_array_elements(t.columns::jsonb) WITH ORDINALITY AS e (c, n)
                          ORDER BY n),
                   ARRAY(SELECT (c ->> 'averageWidth')::integer
                           FROM jsonb_array_elements(t.columns::jsonb) WITH ORDINALITY AS e (c, n)
                          ORDER BY n)
              FROM unnest(:tables::integer[], :columns::text[]) AS t (table_id, columns)
            ON CONFLICT (instance_id, table_id) DO UPDATE
            SET column_names = excluded.column_names,
                column_types = excluded.column_types,
                distinct_values = excluded.distinct_values,
                null_fractions = excluded.null_fractions,
                average_widths = excluded.average_widths
            WHERE (column_state.column_names, column_state.column_types,
                   column_state.distinct_values, column_state.null_fractions,
                   column_state.average_widths)
                  IS DISTINCT FROM (excluded.column_names, excluded.column_types,
                                    excluded.distinct_values, excluded.null_fractions,
                                    excluded.average_widths)
            """;

    private static final String FORGET =
            """
            DELETE FROM column_state c
             USING monitored_table t
             WHERE c.instance_id = :instance
               AND t.instance_id = c.instance_id
               AND t.table_id = c.table_id
               AND t.database_id = :database
               AND NOT c.table_id = ANY (:tables)
            """;

    /** Those of one database, all at once. */
    void write(
            JdbcClient jdbc,
            SchemaStore.Place place,
            List<SchemaStore.Numbered<TableSize>> tables) {
        int[] ids = tables.stream().mapToInt(SchemaStore.Numbered::number).toArray();
        jdbc.sql(WRITE)
                .param("instance", place.node().instanceId())
                .param("tables", ids)
                .param(
                        "columns",
                        tables.stream()
                                .map(table -> MAPPER.writeValueAsString(table.of().columns()))
                                .toArray(String[]::new))
                .update();
        jdbc.sql(FORGET)
                .param("instance", place.node().instanceId())
                .param("database", place.databaseId())
                .param("tables", ids)
                .update();
    }
}
