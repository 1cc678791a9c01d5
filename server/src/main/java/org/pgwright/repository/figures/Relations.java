package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Adds up what tables and indexes did, and says how they are. Those that are gone are left out. */
public final class Relations {
    private static final String TABLES =
            """
            WITH rolled AS (
                SELECT coalesce(max(until), '-infinity') AS until
                  FROM rolled_up
                 WHERE instance_id = :instance AND kind = 'table'),
            counted AS (
                SELECT h.table_id, h.is_incomplete, h.sequential_scans, h.sequential_rows_read,
                       h.index_scans, h.index_rows_fetched, h.rows_inserted, h.rows_updated,
                       h.rows_hot_updated, h.rows_deleted, h.heap_blocks_hit, h.heap_blocks_read
                  FROM table_hour h, rolled
                 WHERE h.instance_id = :instance
                   AND h.hour >= date_trunc('hour', :from::timestamptz, 'UTC')
                   AND h.hour < least(:to, rolled.until)
                 UNION ALL
                SELECT o.table_id, o.table_id = ANY (s.incomplete), o.sequential_scans,
                       o.sequential_rows_read, o.index_scans, o.index_rows_fetched,
                       o.rows_inserted, o.rows_updated, o.rows_hot_updated, o.rows_deleted,
                       o.heap_blocks_hit, o.heap_blocks_read
                  FROM rolled, table_sample s
                 CROSS JOIN LATERAL unnest(
                       s.objects, s.sequential_scans, s.sequential_rows_read, s.index_scans,
                       s.index_rows_fetched, s.rows_inserted, s.rows_updated, s.rows_hot_updated,
                       s.rows_deleted, s.heap_blocks_hit, s.heap_blocks_read)
                       AS o (table_id, sequential_scans, sequential_rows_read, index_scans,
                             index_rows_fetched, rows_inserted, rows_updated, rows_hot_updated,
                             rows_deleted, heap_blocks_hit, heap_blocks_read)
                 WHERE s.instance_id = :instance
                   AND s.taken_at >= greatest(:from, rolled.until)
                   AND s.taken_at < :to),
            by_table AS (
                SELECT table_id, bool_or(is_incomplete) AS is_incomplete,
                       sum(sequential_scans)::bigint AS sequential_scans,
                       sum(sequential_rows_read)::bigint AS sequential_rows_read,
                       sum(index_scans)::bigint AS index_scans,
                       sum(index_rows_fetched)::bigint AS index_rows_fetched,
                       sum(rows_inserted)::bigint AS rows_inserted,
                       sum(rows_updated)::bigint AS rows_updated,
                       sum(rows_hot_updated)::bigint AS rows_hot_updated,
                       sum(rows_deleted)::bigint AS rows_deleted,
                       sum(heap_blocks_hit)::bigint AS heap_blocks_hit,
                       sum(heap_blocks_read)::bigint AS heap_blocks_read
                  FROM counted
                 GROUP BY table_id),
            index_sizes AS (
                SELECT i.table_id, sum(s.index_bytes)::bigint AS bytes
                  FROM index_state s
                  JOIN monitored_index i USING (instance_id, index_id)
                 WHERE s.instance_id = :instance
                 GROUP BY i.table_id)
            SELECT d.database_name, t.schema_name, t.table_name, s.estimated_rows, s.total_bytes,
                   coalesce(x.bytes, 0) AS index_bytes, s.dead_rows, s.changed_since_analyze,
                   s.last_vacuum, s.last_analyze, s.frozen_transaction_age, c.*
              FROM table_state s
              JOIN monitored_table t USING (instance_id, table_id)
              JOIN monitored_database d USING (instance_id, database_id)
              LEFT JOIN by_table c USING (table_id)
              LEFT JOIN index_sizes x USING (table_id)
             WHERE s.instance_id = :instance
             ORDER BY s.total_bytes DESC NULLS LAST, d.database_name, t.schema_name, t.table_name
            """;

    private static final String INDEXES =
            """
            WITH rolled AS (
                SELECT coalesce(max(until) FILTER (WHERE kind = 'index'), '-infinity')
                         AS index_until,
                       coalesce(max(until) FILTER (WHERE kind = 'table'), '-infinity')
                         AS table_until
                  FROM rolled_up
                 WHERE instance_id = :instance),
            counted AS (
                SELECT h.index_id, h.is_incomplete, h.scans, h.rows_read, h.rows_fetched
                  FROM index_hour h, rolled
                 WHERE h.instance_id = :instance
                   AND h.hour >= date_trunc('hour', :from::timestamptz, 'UTC')
                   AND h.hour < least(:to, rolled.index_until)
                 UNION ALL
                SELECT o.index_id, o.index_id = ANY (s.incomplete), o.scans, o.rows_read,
                       o.rows_fetched
                  FROM rolled, index_sample s
                 CROSS JOIN LATERAL unnest(s.objects, s.scans, s.rows_read, s.rows_fetched)
                       AS o (index_id, scans, rows_read, rows_fetched)
                 WHERE s.instance_id = :instance
                   AND s.taken_at >= greatest(:from, rolled.index_until)
                   AND s.taken_at < :to),
            by_index AS (
                SELECT index_id, bool_or(is_incomplete) AS is_incomplete,
                       sum(scans)::bigint AS scans, sum(rows_read)::bigint AS rows_read,
                       sum(rows_fetched)::bigint AS rows_fetched
                  FROM counted
                 GROUP BY index_id),
            written AS (
                SELECT h.table_id, coalesce(h.rows_inserted, 0) + coalesce(h.rows_updated, 0)
                       + coalesce(h.rows_deleted, 0) AS writes
                  FROM table_hour h, rolled
                 WHERE h.instance_id = :instance
                   AND h.hour >= date_trunc('hour', :from::timestamptz, 'UTC')
                   AND h.hour < least(:to, rolled.table_until)
                 UNION ALL
                SELECT o.table_id, coalesce(o.rows_inserted, 0) + coalesce(o.rows_updated, 0)
                       + coalesce(o.rows_deleted, 0)
                  FROM rolled, table_sample s
                 CROSS JOIN LATERAL unnest(
                       s.objects, s.rows_inserted, s.rows_updated, s.rows_deleted)
                       AS o (table_id, rows_inserted, rows_updated, rows_deleted)
                 WHERE s.instance_id = :instance
                   AND s.taken_at >= greatest(:from, rolled.table_until)
                   AND s.taken_at < :to),
            by_table AS (
                SELECT table_id, sum(writes)::bigint AS writes FROM written GROUP BY table_id)
            SELECT d.database_name, t.schema_name, t.table_name, i.index_name, i.definition,
                   i.is_unique, i.is_primary, i.is_constraint, i.is_valid, s.index_bytes,
                   coalesce(q.estimated_rows, 0) AS table_rows, coalesce(c.scans, 0) AS scans,
                   coalesce(c.rows_read, 0) AS rows_read,
                   coalesce(c.rows_fetched, 0) AS rows_fetched,
                   coalesce(w.writes, 0) AS table_writes, i.first_seen AS watched_since,
                   coalesce(c.is_incomplete, false) AS is_incomplete
              FROM index_state s
              JOIN monitored_index i USING (instance_id, index_id)
              JOIN monitored_table t USING (instance_id, table_id)
              JOIN monitored_database d USING (instance_id, database_id)
              LEFT JOIN table_state q USING (instance_id, table_id)
              LEFT JOIN by_index c USING (index_id)
              LEFT JOIN by_table w USING (table_id)
             WHERE s.instance_id = :instance
             ORDER BY d.database_name, t.schema_name, t.table_name, i.index_name
            """;

    /** All tables, the largest first. */
    public List<TableFigures> tables(JdbcClient jdbc, Window window) {
        return window(jdbc, TABLES, window).query((row, number) -> table(row)).list();
    }

    /** All indexes, by name. */
    public List<IndexFigures> indexes(JdbcClient jdbc, Window window) {
        return window(jdbc, INDEXES, window).query((row, number) -> index(row)).list();
    }

    private static JdbcClient.StatementSpec window(JdbcClient jdbc, String sql, Window window) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC));
    }

    private static TableFigures table(ResultSet row) throws SQLException {
        return new TableFigures(
                row.getString("database_name"),
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getLong("estimated_rows"),
                numberOrNull(row, "total_bytes"),
                row.getLong("index_bytes"),
                new TableFigures.Upkeep(
                        row.getLong("dead_rows"),
                        row.getLong("changed_since_analyze"),
                        momentOrNull(row, "last_vacuum"),
                        momentOrNull(row, "last_analyze"),
                        row.getLong("frozen_transaction_age")),
                new TableFigures.Scans(
                        row.getLong("sequential_scans"),
                        row.getLong("sequential_rows_read"),
                        row.getLong("index_scans"),
                        row.getLong("index_rows_fetched"),
                        row.getLong("heap_blocks_hit"),
                        row.getLong("heap_blocks_read")),
                new TableFigures.Writes(
                        row.getLong("rows_inserted"),
                        row.getLong("rows_updated"),
                        row.getLong("rows_hot_updated"),
                        row.getLong("rows_deleted")),
                row.getBoolean("is_incomplete"));
    }

    private static IndexFigures index(ResultSet row) throws SQLException {
        return new IndexFigures(
                row.getString("database_name"),
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("index_name"),
                row.getString("definition"),
                new IndexFigures.Flags(
                        row.getBoolean("is_unique"),
                        row.getBoolean("is_primary"),
                        row.getBoolean("is_constraint"),
                        row.getBoolean("is_valid")),
                numberOrNull(row, "index_bytes"),
                row.getLong("table_rows"),
                row.getLong("scans"),
                row.getLong("rows_read"),
                row.getLong("rows_fetched"),
                row.getLong("table_writes"),
                row.getObject("watched_since", OffsetDateTime.class).toInstant(),
                row.getBoolean("is_incomplete"));
    }

    private static @Nullable Long numberOrNull(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Instant momentOrNull(ResultSet row, String column)
            throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
