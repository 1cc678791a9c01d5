package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.IndexDuty;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Adds up what tables and indexes did, and says how they are. Those that are gone are left out. */
public final class Relations {
    private static final String TABLES =
            """
            WITH by_table AS MATERIALIZED (
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
                  FROM table_counted_in(:instance, :from, :to) c
                 GROUP BY table_id),
            index_sizes AS MATERIALIZED (
                SELECT i.table_id, sum(s.index_bytes)::bigint AS bytes
                  FROM index_state s
                  JOIN monitored_index i USING (instance_id, index_id)
                 WHERE s.instance_id = :instance
                 GROUP BY i.table_id)
            SELECT t.table_id AS id, t.database_id, t.is_ours, t.first_seen AS watched_since,
                   d.database_name, t.schema_name, t.table_name, s.estimated_rows, s.total_bytes,
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
            WITH by_index AS MATERIALIZED (
                SELECT index_id, bool_or(is_incomplete) AS is_incomplete,
                       sum(scans)::bigint AS scans, sum(rows_read)::bigint AS rows_read,
                       sum(rows_fetched)::bigint AS rows_fetched
                  FROM index_counted_in(:instance, :from, :to) c
                 GROUP BY index_id),
            by_table AS MATERIALIZED (
                SELECT table_id,
                       sum(coalesce(rows_inserted, 0) + coalesce(rows_updated, 0)
                           + coalesce(rows_deleted, 0))::bigint AS writes
                  FROM table_counted_in(:instance, :from, :to) c
                 GROUP BY table_id)
            SELECT i.index_id AS id, t.database_id, t.is_ours, d.database_name, t.schema_name,
                   t.table_name, i.index_name, i.definition, i.is_unique, i.is_primary,
                   i.is_constraint, i.is_valid, i.duties::text[] AS duties, s.index_bytes,
                   u.is_recommended_for_drop, u.recommendation_reason,
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
              LEFT JOIN LATERAL (
                   SELECT g.is_recommended_for_drop, g.recommendation_reason
                     FROM index_strategy y
                     JOIN index_usage_stats g
                       ON g.instance_id = y.instance_id AND g.index_strategy_id = y.id
                    WHERE y.instance_id = s.instance_id
                      AND y.index_id = s.index_id
                      AND y.is_active
                      AND g.stats_date >= (:to::timestamptz AT TIME ZONE 'UTC')::date - 7
                    ORDER BY g.stats_date DESC
                    LIMIT 1) u ON true
             WHERE s.instance_id = :instance
             ORDER BY d.database_name, t.schema_name, t.table_name, i.index_name
            """;

    /** All tables, the largest first. */
    public List<TableFigures> tables(JdbcClient jdbc, Window window) {
        RelationSizes sizes = RelationSizes.ofTables(jdbc, window);
        return window(jdbc, TABLES, window).query((row, number) -> table(row, sizes)).list();
    }

    /** All indexes, by name. */
    public List<IndexFigures> indexes(JdbcClient jdbc, Window window) {
        RelationSizes sizes = RelationSizes.ofIndexes(jdbc, window);
        return window(jdbc, INDEXES, window).query((row, number) -> index(row, sizes)).list();
    }

    private static JdbcClient.StatementSpec window(JdbcClient jdbc, String sql, Window window) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC));
    }

    private static RelationKey key(ResultSet row) throws SQLException {
        return new RelationKey(
                row.getInt("database_id"), row.getInt("id"), row.getBoolean("is_ours"));
    }

    private static TableFigures table(ResultSet row, RelationSizes sizes) throws SQLException {
        RelationKey key = key(row);
        return new TableFigures(
                key,
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
                sizes.of(key),
                row.getObject("watched_since", OffsetDateTime.class).toInstant(),
                row.getBoolean("is_incomplete"));
    }

    private static IndexFigures index(ResultSet row, RelationSizes sizes) throws SQLException {
        RelationKey key = key(row);
        return new IndexFigures(
                key,
                row.getString("database_name"),
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("index_name"),
                row.getString("definition"),
                new IndexFigures.Flags(
                        row.getBoolean("is_unique"),
                        row.getBoolean("is_primary"),
                        row.getBoolean("is_constraint"),
                        row.getBoolean("is_valid"),
                        Arrays.stream((String[]) row.getArray("duties").getArray())
                                .map(IndexDuty::of)
                                .collect(Collectors.toSet())),
                numberOrNull(row, "index_bytes"),
                row.getLong("table_rows"),
                row.getLong("scans"),
                row.getLong("rows_read"),
                row.getLong("rows_fetched"),
                row.getLong("table_writes"),
                sizes.of(key),
                drop(row),
                row.getObject("watched_since", OffsetDateTime.class).toInstant(),
                row.getBoolean("is_incomplete"));
    }

    private static IndexFigures.@Nullable Drop drop(ResultSet row) throws SQLException {
        String reason = row.getString("recommendation_reason");
        return reason == null
                ? null
                : new IndexFigures.Drop(row.getBoolean("is_recommended_for_drop"), reason);
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
