package org.pgwright.repository.samples;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.IndexDuty;
import org.pgwright.observation.IndexReading;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.TableReading;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives tables and indexes their numbers, and notes when they were seen last. */
final class RelationNumbers {
    private static final String WRITE_TABLES =
            """
            INSERT INTO monitored_table (
                instance_id, database_id, schema_name, table_name, kind, is_ours, first_seen,
                last_seen)
            SELECT :instance, :database, t.schema_name, t.table_name, t.kind::"char",
                   :ours AND t.schema_name = current_schema(), :seen, :seen
              FROM unnest(:schemas::text[], :names::text[], :kinds::text[])
                   AS t (schema_name, table_name, kind)
            ON CONFLICT (instance_id, database_id, schema_name, table_name) DO UPDATE
            SET kind = excluded.kind,
                is_ours = excluded.is_ours,
                last_seen = excluded.last_seen
            WHERE monitored_table.last_seen < excluded.last_seen - interval '1 hour'
               OR (monitored_table.kind, monitored_table.is_ours)
                  <> (excluded.kind, excluded.is_ours)
            """;

    private static final String TABLES =
            """
            SELECT table_id, schema_name, table_name
              FROM monitored_table
             WHERE instance_id = ? AND database_id = ?
            """;

    private static final String WRITE_INDEXES =
            """
            INSERT INTO monitored_index (
                instance_id, table_id, index_name, method, definition, predicate, keys, is_unique,
                is_primary, is_constraint, is_valid, duties, first_seen, last_seen)
            SELECT :instance, i.table_id, i.index_name, i.method, i.definition, i.predicate,
                   i.keys::jsonb, i.is_unique, i.is_primary, i.is_constraint, i.is_valid,
                   string_to_array(i.duties, ',')::index_duty[], :seen, :seen
              FROM unnest(:tables::integer[], :names::text[], :methods::text[],
                          :definitions::text[], :predicates::text[], :keys::text[],
                          :unique::boolean[], :primary::boolean[], :constraint::boolean[],
                          :valid::boolean[], :duties::text[])
                   AS i (table_id, index_name, method, definition, predicate, keys, is_unique,
                         is_primary, is_constraint, is_valid, duties)
            ON CONFLICT (instance_id, table_id, index_name) DO UPDATE
            SET method = excluded.method,
                definition = excluded.definition,
                predicate = excluded.predicate,
                keys = excluded.keys,
                is_unique = excluded.is_unique,
                is_primary = excluded.is_primary,
                is_constraint = excluded.is_constraint,
                is_valid = excluded.is_valid,
                duties = excluded.duties,
                last_seen = excluded.last_seen
            WHERE monitored_index.last_seen < excluded.last_seen - interval '1 hour'
               OR (monitored_index.definition, monitored_index.is_valid,
                   monitored_index.is_constraint, monitored_index.duties)
                  <> (excluded.definition, excluded.is_valid, excluded.is_constraint,
                      excluded.duties)
            """;

    private static final String INDEXES =
            """
            SELECT i.index_id, t.schema_name, t.table_name, i.index_name
              FROM monitored_index i
              JOIN monitored_table t USING (instance_id, table_id)
             WHERE t.instance_id = ? AND t.database_id = ?
            """;

    /** An index by its names, which a schema has once. */
    record IndexName(QualifiedName table, String name) {
        static IndexName of(IndexReading index) {
            return new IndexName(index.table(), index.name());
        }
    }

    Map<QualifiedName, Integer> tables(
            JdbcClient jdbc, NodeKey node, int databaseId, RelationReadings readings) {
        List<TableReading> tables = readings.tables();
        boolean isOurs = RepositoryPlace.in(jdbc, node).isIn(readings.databaseOid());
        jdbc.sql(WRITE_TABLES)
                .param("instance", node.instanceId())
                .param("database", databaseId)
                .param("ours", isOurs)
                .param("seen", Times.of(readings.look().takenAt()))
                .param("schemas", texts(tables.stream().map(t -> t.name().schema()).toList()))
                .param("names", texts(tables.stream().map(t -> t.name().name()).toList()))
                .param("kinds", texts(tables.stream().map(t -> String.valueOf(t.kind())).toList()))
                .update();
        return knownTables(jdbc, node, databaseId);
    }

    /** Those that have one. */
    Map<QualifiedName, Integer> knownTables(JdbcClient jdbc, NodeKey node, int databaseId) {
        Map<QualifiedName, Integer> numbers = new HashMap<>();
        jdbc.sql(TABLES)
                .params(node.instanceId(), databaseId)
                .query(
                        row -> {
                            numbers.put(
                                    new QualifiedName(
                                            row.getString("schema_name"),
                                            row.getString("table_name")),
                                    row.getInt("table_id"));
                        });
        return numbers;
    }

    Map<IndexName, Integer> indexes(
            JdbcClient jdbc,
            NodeKey node,
            int databaseId,
            Map<QualifiedName, Integer> tables,
            RelationReadings readings) {
        write(jdbc, node, tables, readings);
        return knownIndexes(jdbc, node, databaseId);
    }

    /** Those that have one. */
    Map<IndexName, Integer> knownIndexes(JdbcClient jdbc, NodeKey node, int databaseId) {
        Map<IndexName, Integer> numbers = new HashMap<>();
        jdbc.sql(INDEXES)
                .params(node.instanceId(), databaseId)
                .query(
                        row -> {
                            QualifiedName table =
                                    new QualifiedName(
                                            row.getString("schema_name"),
                                            row.getString("table_name"));
                            numbers.put(
                                    new IndexName(table, row.getString("index_name")),
                                    row.getInt("index_id"));
                        });
        return numbers;
    }

    private static void write(
            JdbcClient jdbc,
            NodeKey node,
            Map<QualifiedName, Integer> tables,
            RelationReadings readings) {
        List<IndexReading> indexes = readings.indexes();
        jdbc.sql(WRITE_INDEXES)
                .param("instance", node.instanceId())
                .param("seen", Times.of(readings.look().takenAt()))
                .param(
                        "tables",
                        indexes.stream()
                                .mapToInt(i -> Relations.number(tables, i.table()))
                                .toArray())
                .param("names", texts(indexes.stream().map(IndexReading::name).toList()))
                .param("methods", texts(indexes.stream().map(IndexReading::method).toList()))
                .param(
                        "predicates",
                        indexes.stream().map(IndexReading::predicate).toArray(String[]::new))
                .param("keys", texts(indexes.stream().map(IndexKeys::json).toList()))
                .param(
                        "definitions",
                        texts(indexes.stream().map(IndexReading::definition).toList()))
                .param("unique", flags(indexes.stream().map(i -> i.flags().isUnique()).toList()))
                .param("primary", flags(indexes.stream().map(i -> i.flags().isPrimary()).toList()))
                .param(
                        "constraint",
                        flags(indexes.stream().map(i -> i.flags().isConstraint()).toList()))
                .param("valid", flags(indexes.stream().map(i -> i.flags().isValid()).toList()))
                .param("duties", texts(indexes.stream().map(RelationNumbers::duties).toList()))
                .update();
    }

    private static String duties(IndexReading index) {
        return index.flags().duties().stream()
                .sorted()
                .map(IndexDuty::word)
                .collect(Collectors.joining(","));
    }

    private static String[] texts(List<String> texts) {
        return texts.toArray(String[]::new);
    }

    private static Boolean[] flags(List<Boolean> flags) {
        return flags.toArray(Boolean[]::new);
    }
}
