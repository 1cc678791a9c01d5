package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;

/** The statements that sum samples up to an hour. */
final class HourSql {
    private static final String STATEMENT =
            """
            INSERT INTO statement_hour (
                instance_id, hour, source_id, is_incomplete, calls, row_count, execution_time,
                plans, planning_time, shared_blocks_hit, shared_blocks_read, shared_blocks_dirtied,
                shared_blocks_written, local_blocks_hit, local_blocks_read, local_blocks_dirtied,
                local_blocks_written, temp_blocks_read, temp_blocks_written, block_read_time,
                block_write_time, temp_block_time, wal_records, wal_full_page_images, wal_bytes,
                jit_time, squared_time, longest_time)
            SELECT s.instance_id, :hour, o.object_id,
                   bool_or(o.object_id = ANY (s.incomplete)),
                   coalesce(sum(o.calls), 0), nullif(sum(o.row_count), 0),
                   nullif(sum(o.execution_time), 0), nullif(sum(o.plans), 0),
                   nullif(sum(o.planning_time), 0), nullif(sum(o.shared_blocks_hit), 0),
                   nullif(sum(o.shared_blocks_read), 0), nullif(sum(o.shared_blocks_dirtied), 0),
                   nullif(sum(o.shared_blocks_written), 0), nullif(sum(o.local_blocks_hit), 0),
                   nullif(sum(o.local_blocks_read), 0), nullif(sum(o.local_blocks_dirtied), 0),
                   nullif(sum(o.local_blocks_written), 0), nullif(sum(o.temp_blocks_read), 0),
                   nullif(sum(o.temp_blocks_written), 0), nullif(sum(o.block_read_time), 0),
                   nullif(sum(o.block_write_time), 0), nullif(sum(o.temp_block_time), 0),
                   nullif(sum(o.wal_records), 0), nullif(sum(o.wal_full_page_images), 0),
                   nullif(sum(o.wal_bytes), 0), nullif(sum(o.jit_time), 0),
                   nullif(sum(o.squared_time), 0), nullif(max(o.longest_time), 0)
              FROM statement_sample s
             CROSS JOIN LATERAL unnest(
                   s.objects, s.calls, s.row_count, s.execution_time, s.plans, s.planning_time,
                   s.shared_blocks_hit, s.shared_blocks_read, s.shared_blocks_dirtied,
                   s.shared_blocks_written, s.local_blocks_hit, s.local_blocks_read,
                   s.local_blocks_dirtied, s.local_blocks_written, s.temp_blocks_read,
                   s.temp_blocks_written, s.block_read_time, s.block_write_time, s.temp_block_time,
                   s.wal_records, s.wal_full_page_images, s.wal_bytes, s.jit_time, s.squared_time,
                   s.longest_time)
                   AS o (
                   object_id, calls, row_count, execution_time, plans, planning_time,
                   shared_blocks_hit, shared_blocks_read, shared_blocks_dirtied,
                   shared_blocks_written, local_blocks_hit, local_blocks_read,
                   local_blocks_dirtied, local_blocks_written, temp_blocks_read,
                   temp_blocks_written, block_read_time, block_write_time, temp_block_time,
                   wal_records, wal_full_page_images, wal_bytes, jit_time, squared_time,
                   longest_time)
             WHERE s.instance_id = :instance
               AND s.taken_at >= :hour
               AND s.taken_at < :end
             GROUP BY s.instance_id, o.object_id
            """;

    private static final String TABLE =
            """
            INSERT INTO table_hour (
                instance_id, hour, node_id, table_id, is_incomplete, sequential_scans,
                sequential_rows_read, index_scans, index_rows_fetched, rows_inserted, rows_updated,
                rows_deleted, rows_hot_updated, heap_blocks_hit, heap_blocks_read,
                index_blocks_hit, index_blocks_read, vacuums, automatic_vacuums, analyzes,
                automatic_analyzes)
            SELECT s.instance_id, :hour, s.node_id, o.object_id,
                   bool_or(o.object_id = ANY (s.incomplete)),
                   nullif(sum(o.sequential_scans), 0), nullif(sum(o.sequential_rows_read), 0),
                   nullif(sum(o.index_scans), 0), nullif(sum(o.index_rows_fetched), 0),
                   nullif(sum(o.rows_inserted), 0), nullif(sum(o.rows_updated), 0),
                   nullif(sum(o.rows_deleted), 0), nullif(sum(o.rows_hot_updated), 0),
                   nullif(sum(o.heap_blocks_hit), 0), nullif(sum(o.heap_blocks_read), 0),
                   nullif(sum(o.index_blocks_hit), 0), nullif(sum(o.index_blocks_read), 0),
                   nullif(sum(o.vacuums), 0), nullif(sum(o.automatic_vacuums), 0),
                   nullif(sum(o.analyzes), 0), nullif(sum(o.automatic_analyzes), 0)
              FROM table_sample s
             CROSS JOIN LATERAL unnest(
                   s.objects, s.sequential_scans, s.sequential_rows_read, s.index_scans,
                   s.index_rows_fetched, s.rows_inserted, s.rows_updated, s.rows_deleted,
                   s.rows_hot_updated, s.heap_blocks_hit, s.heap_blocks_read, s.index_blocks_hit,
                   s.index_blocks_read, s.vacuums, s.automatic_vacuums, s.analyzes,
                   s.automatic_analyzes)
                   AS o (
                   object_id, sequential_scans, sequential_rows_read, index_scans,
                   index_rows_fetched, rows_inserted, rows_updated, rows_deleted, rows_hot_updated,
                   heap_blocks_hit, heap_blocks_read, index_blocks_hit, index_blocks_read, vacuums,
                   automatic_vacuums, analyzes, automatic_analyzes)
             WHERE s.instance_id = :instance
               AND s.taken_at >= :hour
               AND s.taken_at < :end
             GROUP BY s.instance_id, s.node_id, o.object_id
            """;

    private static final String INDEX =
            """
            INSERT INTO index_hour (
                instance_id, hour, node_id, index_id, is_incomplete, scans, rows_read,
                rows_fetched, blocks_hit, blocks_read)
            SELECT s.instance_id, :hour, s.node_id, o.object_id,
                   bool_or(o.object_id = ANY (s.incomplete)),
                   nullif(sum(o.scans), 0), nullif(sum(o.rows_read), 0),
                   nullif(sum(o.rows_fetched), 0), nullif(sum(o.blocks_hit), 0),
                   nullif(sum(o.blocks_read), 0)
              FROM index_sample s
             CROSS JOIN LATERAL unnest(
                   s.objects, s.scans, s.rows_read, s.rows_fetched, s.blocks_hit, s.blocks_read)
                   AS o (
                   object_id, scans, rows_read, rows_fetched, blocks_hit, blocks_read)
             WHERE s.instance_id = :instance
               AND s.taken_at >= :hour
               AND s.taken_at < :end
             GROUP BY s.instance_id, s.node_id, o.object_id
            """;

    private static final String DATABASE =
            """
            INSERT INTO database_hour (
                instance_id, hour, node_id, database_id, is_incomplete, commits, rollbacks,
                blocks_hit, blocks_read, rows_returned, rows_fetched, rows_inserted, rows_updated,
                rows_deleted, conflicts, temp_files, temp_bytes, deadlocks, block_read_time,
                block_write_time, session_time, active_time, idle_in_transaction_time, sessions,
                sessions_abandoned, sessions_fatal, sessions_killed)
            SELECT s.instance_id, :hour, s.node_id, o.object_id,
                   bool_or(o.object_id = ANY (s.incomplete)),
                   nullif(sum(o.commits), 0), nullif(sum(o.rollbacks), 0),
                   nullif(sum(o.blocks_hit), 0), nullif(sum(o.blocks_read), 0),
                   nullif(sum(o.rows_returned), 0), nullif(sum(o.rows_fetched), 0),
                   nullif(sum(o.rows_inserted), 0), nullif(sum(o.rows_updated), 0),
                   nullif(sum(o.rows_deleted), 0), nullif(sum(o.conflicts), 0),
                   nullif(sum(o.temp_files), 0), nullif(sum(o.temp_bytes), 0),
                   nullif(sum(o.deadlocks), 0), nullif(sum(o.block_read_time), 0),
                   nullif(sum(o.block_write_time), 0), nullif(sum(o.session_time), 0),
                   nullif(sum(o.active_time), 0), nullif(sum(o.idle_in_transaction_time), 0),
                   nullif(sum(o.sessions), 0), nullif(sum(o.sessions_abandoned), 0),
                   nullif(sum(o.sessions_fatal), 0), nullif(sum(o.sessions_killed), 0)
              FROM database_sample s
             CROSS JOIN LATERAL unnest(
                   s.objects, s.commits, s.rollbacks, s.blocks_hit, s.blocks_read, s.rows_returned,
                   s.rows_fetched, s.rows_inserted, s.rows_updated, s.rows_deleted, s.conflicts,
                   s.temp_files, s.temp_bytes, s.deadlocks, s.block_read_time, s.block_write_time,
                   s.session_time, s.active_time, s.idle_in_transaction_time, s.sessions,
                   s.sessions_abandoned, s.sessions_fatal, s.sessions_killed)
                   AS o (
                   object_id, commits, rollbacks, blocks_hit, blocks_read, rows_returned,
                   rows_fetched, rows_inserted, rows_updated, rows_deleted, conflicts, temp_files,
                   temp_bytes, deadlocks, block_read_time, block_write_time, session_time,
                   active_time, idle_in_transaction_time, sessions, sessions_abandoned,
                   sessions_fatal, sessions_killed)
             WHERE s.instance_id = :instance
               AND s.taken_at >= :hour
               AND s.taken_at < :end
             GROUP BY s.instance_id, s.node_id, o.object_id
            """;

    private static final String FIRST_STATEMENT =
            """
            SELECT min(taken_at) FROM statement_sample WHERE instance_id = ? HAVING count(*) > 0
            """;

    private static final String FIRST_TABLE =
            """
            SELECT min(taken_at) FROM table_sample WHERE instance_id = ? HAVING count(*) > 0
            """;

    private static final String FIRST_INDEX =
            """
            SELECT min(taken_at) FROM index_sample WHERE instance_id = ? HAVING count(*) > 0
            """;

    private static final String FIRST_DATABASE =
            """
            SELECT min(taken_at) FROM database_sample WHERE instance_id = ? HAVING count(*) > 0
            """;

    private HourSql() {}

    /** Sums up one hour, from {@code :hour} to {@code :end}. */
    static String sum(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> STATEMENT;
            case TABLE -> TABLE;
            case INDEX -> INDEX;
            case DATABASE -> DATABASE;
        };
    }

    /** When an instance's first sample was taken. */
    static String first(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> FIRST_STATEMENT;
            case TABLE -> FIRST_TABLE;
            case INDEX -> FIRST_INDEX;
            case DATABASE -> FIRST_DATABASE;
        };
    }
}
