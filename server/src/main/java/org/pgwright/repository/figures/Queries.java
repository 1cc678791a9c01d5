package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;

/** Adds up what queries did. */
public final class Queries {
    private static final double MICROS = 1_000;

    private static final String FIGURES =
            """
            WITH by_source AS MATERIALIZED (
                SELECT source_id, bool_or(is_incomplete) AS is_incomplete, sum(calls) AS calls,
                       sum(row_count) AS row_count, sum(execution_time) AS execution_time,
                       sum(planning_time) AS planning_time,
                       sum(shared_blocks_hit) AS shared_blocks_hit,
                       sum(shared_blocks_read) AS shared_blocks_read,
                       sum(shared_blocks_dirtied) AS shared_blocks_dirtied,
                       sum(temp_blocks_read) AS temp_blocks_read,
                       sum(temp_blocks_written) AS temp_blocks_written,
                       sum(wal_bytes) AS wal_bytes, sum(squared_time) AS squared_time,
                       max(longest_time) AS longest_time
                  FROM statement_counted_in(:instance, :from, :to) c
                 GROUP BY source_id)
            SELECT t.query_hash, t.query_text, r.is_ours,
                   array_agg(DISTINCT d.database_name::text ORDER BY d.database_name::text)
                     AS databases,
                   array_agg(DISTINCT r.role_name::text ORDER BY r.role_name::text) AS roles,
                   bool_or(c.is_incomplete) AS is_incomplete,
                   coalesce(sum(c.calls), 0)::bigint AS calls,
                   coalesce(sum(c.row_count), 0)::bigint AS row_count,
                   coalesce(sum(c.execution_time), 0)::bigint AS execution_time,
                   coalesce(sum(c.planning_time), 0)::bigint AS planning_time,
                   coalesce(sum(c.shared_blocks_hit), 0)::bigint AS shared_blocks_hit,
                   coalesce(sum(c.shared_blocks_read), 0)::bigint AS shared_blocks_read,
                   coalesce(sum(c.shared_blocks_dirtied), 0)::bigint AS shared_blocks_dirtied,
                   coalesce(sum(c.temp_blocks_read), 0)::bigint AS temp_blocks_read,
                   coalesce(sum(c.temp_blocks_written), 0)::bigint AS temp_blocks_written,
                   coalesce(sum(c.wal_bytes), 0)::bigint AS wal_bytes,
                   coalesce(sum(c.squared_time), 0)::bigint AS squared_time,
                   nullif(max(c.longest_time), 0)::bigint AS longest_time
              FROM by_source c
              JOIN statement_source r
                ON r.instance_id = :instance AND r.source_id = c.source_id
              JOIN monitored_database d USING (instance_id, database_id)
              JOIN statement t USING (instance_id, statement_id)
             GROUP BY t.query_hash, t.query_text, r.is_ours
            HAVING sum(c.calls) > 0
             ORDER BY sum(c.execution_time) DESC, t.query_hash
            """;

    /** All queries that ran, by total time. */
    public List<QueryFigures> all(JdbcClient jdbc, Window window) {
        return jdbc.sql(FIGURES)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .query((row, number) -> figures(row))
                .list();
    }

    private static QueryFigures figures(ResultSet row) throws SQLException {
        long calls = row.getLong("calls");
        long micros = row.getLong("execution_time");
        long longest = row.getLong("longest_time");
        return new QueryFigures(
                row.getString("query_hash"),
                row.getString("query_text"),
                row.getBoolean("is_ours"),
                List.of((String[]) row.getArray("databases").getArray()),
                List.of((String[]) row.getArray("roles").getArray()),
                calls,
                row.getLong("row_count"),
                micros / MICROS,
                row.getLong("planning_time") / MICROS,
                deviation(calls, micros / MICROS, row.getLong("squared_time") / MICROS),
                longest == 0 ? null : longest / MICROS,
                new QueryFigures.Blocks(
                        row.getLong("shared_blocks_hit"),
                        row.getLong("shared_blocks_read"),
                        row.getLong("shared_blocks_dirtied"),
                        row.getLong("temp_blocks_read"),
                        row.getLong("temp_blocks_written")),
                row.getLong("wal_bytes"),
                row.getBoolean("is_incomplete"));
    }

    /** From the sum and the sum of squares, for all calls (as pg_stat_statements has it). */
    private static @Nullable Double deviation(long calls, double sum, double squares) {
        if (calls < 2) {
            return null;
        }
        double mean = sum / calls;
        return Math.sqrt(Math.max(0, squares / calls - mean * mean));
    }
}
