package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.IndexReading;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.TableReading;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Keeps how tables and indexes are at present, and forgets those that are gone. */
final class RelationStates {
    private static final String TABLES =
            """
            INSERT INTO table_state (
                instance_id, table_id, taken_at, relation_oid, estimated_rows, dead_rows,
                changed_since_analyze, table_bytes, total_bytes, last_vacuum, last_analyze,
                frozen_transaction_age)
            SELECT :instance, s.table_id, :taken, s.oid, s.estimated_rows, s.dead_rows, s.changed,
                   s.bytes, s.total, s.vacuumed::timestamptz,
                   s.analyzed::timestamptz, s.age
              FROM unnest(:ids::integer[], :oids::bigint[], :rows::bigint[], :dead::bigint[],
                          :changed::bigint[], :bytes::bigint[], :totals::bigint[],
                          :vacuums::text[], :analyzes::text[], :ages::bigint[])
                   AS s (table_id, oid, estimated_rows, dead_rows, changed, bytes, total, vacuumed,
                         analyzed, age)
            ON CONFLICT (instance_id, table_id) DO UPDATE
            SET taken_at = excluded.taken_at,
                relation_oid = excluded.relation_oid,
                estimated_rows = excluded.estimated_rows,
                dead_rows = excluded.dead_rows,
                changed_since_analyze = excluded.changed_since_analyze,
                table_bytes = coalesce(excluded.table_bytes, table_state.table_bytes),
                total_bytes = coalesce(excluded.total_bytes, table_state.total_bytes),
                last_vacuum = excluded.last_vacuum,
                last_analyze = excluded.last_analyze,
                frozen_transaction_age = excluded.frozen_transaction_age
            """;

    private static final String FORGET_TABLES =
            """
            DELETE FROM table_state s
             USING monitored_table t
             WHERE s.instance_id = :instance
               AND t.instance_id = s.instance_id
               AND t.table_id = s.table_id
               AND t.database_id = :database
               AND s.taken_at < :taken
            """;

    private static final String INDEXES =
            """
            INSERT INTO index_state (
                instance_id, index_id, taken_at, relation_oid, index_bytes, key_count, entry_count)
            SELECT :instance, s.index_id, :taken, s.oid, s.bytes, s.keys, s.entries
              FROM unnest(:ids::integer[], :oids::bigint[], :bytes::bigint[], :keys::integer[],
                          :entries::bigint[])
                   AS s (index_id, oid, bytes, keys, entries)
            ON CONFLICT (instance_id, index_id) DO UPDATE
            SET taken_at = excluded.taken_at,
                relation_oid = excluded.relation_oid,
                index_bytes = coalesce(excluded.index_bytes, index_state.index_bytes),
                key_count = excluded.key_count,
                entry_count = excluded.entry_count
            """;

    private static final String FORGET_INDEXES =
            """
            DELETE FROM index_state s
             USING monitored_index i
              JOIN monitored_table t USING (instance_id, table_id)
             WHERE s.instance_id = :instance
               AND i.instance_id = s.instance_id
               AND i.index_id = s.index_id
               AND t.database_id = :database
               AND s.taken_at < :taken
            """;

    /** The numbers of what was seen. */
    record Known(
            Map<QualifiedName, Integer> tables, Map<RelationNumbers.IndexName, Integer> indexes) {}

    void write(
            JdbcClient jdbc, NodeKey node, int databaseId, Known known, RelationReadings readings) {
        tables(jdbc, node, known, readings);
        indexes(jdbc, node, known, readings);
        for (String forget : List.of(FORGET_TABLES, FORGET_INDEXES)) {
            jdbc.sql(forget)
                    .param("instance", node.instanceId())
                    .param("database", databaseId)
                    .param("taken", Times.of(readings.look().takenAt()))
                    .update();
        }
    }

    private static void tables(
            JdbcClient jdbc, NodeKey node, Known known, RelationReadings readings) {
        List<TableReading> all = readings.tables();
        jdbc.sql(TABLES)
                .param("instance", node.instanceId())
                .param("taken", Times.of(readings.look().takenAt()))
                .param(
                        "ids",
                        all.stream()
                                .mapToInt(t -> Relations.number(known.tables(), t.name()))
                                .toArray())
                .param("oids", numbers(all, TableReading::oid))
                .param("rows", numbers(all, t -> t.size().rows()))
                .param("dead", numbers(all, t -> t.vacuum().deadRows()))
                .param("changed", numbers(all, t -> t.vacuum().changedSinceAnalyze()))
                .param("bytes", nullable(all, t -> t.size().bytes()))
                .param("totals", nullable(all, t -> t.size().totalBytes()))
                .param("vacuums", moments(all, t -> t.vacuum().lastVacuum()))
                .param("analyzes", moments(all, t -> t.vacuum().lastAnalyze()))
                .param("ages", numbers(all, t -> t.vacuum().frozenTransactionAge()))
                .update();
    }

    private static void indexes(
            JdbcClient jdbc, NodeKey node, Known known, RelationReadings readings) {
        List<IndexReading> all = readings.indexes();
        jdbc.sql(INDEXES)
                .param("instance", node.instanceId())
                .param("taken", Times.of(readings.look().takenAt()))
                .param("ids", all.stream().mapToInt(i -> number(known, i)).toArray())
                .param("oids", numbers(all, IndexReading::oid))
                .param("bytes", nullable(all, IndexReading::bytes))
                .param("keys", all.stream().mapToInt(i -> i.keys().size()).toArray())
                .param("entries", numbers(all, IndexReading::entries))
                .update();
    }

    private static int number(Known known, IndexReading index) {
        return Relations.number(known.indexes(), RelationNumbers.IndexName.of(index));
    }

    private static <T> long[] numbers(List<T> all, ToLongFunction<T> number) {
        return all.stream().mapToLong(number).toArray();
    }

    private static <T> @Nullable Long[] nullable(List<T> all, Function<T, @Nullable Long> number) {
        return all.stream().map(number).toArray(Long[]::new);
    }

    private static <T> @Nullable String[] moments(
            List<T> all, Function<T, @Nullable Instant> moment) {
        return all.stream()
                .map(moment)
                .map(time -> time == null ? null : time.toString())
                .toArray(String[]::new);
    }
}
