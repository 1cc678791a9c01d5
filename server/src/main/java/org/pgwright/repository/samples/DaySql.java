package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;

/** The statements that sum hours up to a day. */
final class DaySql {
    private static final String STATEMENT =
            """
            INSERT INTO statement_day (
                instance_id, day, source_id, is_incomplete, calls, row_count, execution_time,
                plans, planning_time, shared_blocks_hit, shared_blocks_read,
                shared_blocks_dirtied, shared_blocks_written, local_blocks_hit, local_blocks_read,
                local_blocks_dirtied, local_blocks_written, temp_blocks_read, temp_blocks_written,
                block_read_time, block_write_time, temp_block_time, wal_records,
                wal_full_page_images, wal_bytes, jit_time, squared_time, longest_time)
            SELECT h.instance_id, :day, h.source_id, bool_or(h.is_incomplete), sum(h.calls),
                   sum(h.row_count), sum(h.execution_time), sum(h.plans), sum(h.planning_time),
                   sum(h.shared_blocks_hit), sum(h.shared_blocks_read),
                   sum(h.shared_blocks_dirtied), sum(h.shared_blocks_written),
                   sum(h.local_blocks_hit), sum(h.local_blocks_read), sum(h.local_blocks_dirtied),
                   sum(h.local_blocks_written), sum(h.temp_blocks_read),
                   sum(h.temp_blocks_written), sum(h.block_read_time), sum(h.block_write_time),
                   sum(h.temp_block_time), sum(h.wal_records), sum(h.wal_full_page_images),
                   sum(h.wal_bytes), sum(h.jit_time), sum(h.squared_time), max(h.longest_time)
              FROM statement_hour h
             WHERE h.instance_id = :instance AND h.hour >= :day AND h.hour < :end
             GROUP BY h.instance_id, h.source_id
            """;

    private static final String TABLE =
            """
            INSERT INTO table_day (
                instance_id, day, node_id, table_id, is_incomplete, sequential_scans,
                sequential_rows_read, index_scans, index_rows_fetched, rows_inserted,
                rows_updated, rows_deleted, rows_hot_updated, heap_blocks_hit, heap_blocks_read,
                index_blocks_hit, index_blocks_read, vacuums, automatic_vacuums, analyzes,
                automatic_analyzes)
            SELECT h.instance_id, :day, h.node_id, h.table_id, bool_or(h.is_incomplete),
                   sum(h.sequential_scans), sum(h.sequential_rows_read), sum(h.index_scans),
                   sum(h.index_rows_fetched), sum(h.rows_inserted), sum(h.rows_updated),
                   sum(h.rows_deleted), sum(h.rows_hot_updated), sum(h.heap_blocks_hit),
                   sum(h.heap_blocks_read), sum(h.index_blocks_hit), sum(h.index_blocks_read),
                   sum(h.vacuums), sum(h.automatic_vacuums), sum(h.analyzes),
                   sum(h.automatic_analyzes)
              FROM table_hour h
             WHERE h.instance_id = :instance AND h.hour >= :day AND h.hour < :end
             GROUP BY h.instance_id, h.node_id, h.table_id
            """;

    private static final String INDEX =
            """
            INSERT INTO index_day (
                instance_id, day, node_id, index_id, is_incomplete, scans, rows_read,
                rows_fetched, blocks_hit, blocks_read)
            SELECT h.instance_id, :day, h.node_id, h.index_id, bool_or(h.is_incomplete),
                   sum(h.scans), sum(h.rows_read), sum(h.rows_fetched), sum(h.blocks_hit),
                   sum(h.blocks_read)
              FROM index_hour h
             WHERE h.instance_id = :instance AND h.hour >= :day AND h.hour < :end
             GROUP BY h.instance_id, h.node_id, h.index_id
            """;

    private static final String DATABASE =
            """
            INSERT INTO database_day (
                instance_id, day, node_id, database_id, is_incomplete, commits, rollbacks,
                blocks_hit, blocks_read, rows_returned, rows_fetched, rows_inserted, rows_updated,
                rows_deleted, conflicts, temp_files, temp_bytes, deadlocks, block_read_time,
                block_write_time, session_time, active_time, idle_in_transaction_time, sessions,
                sessions_abandoned, sessions_fatal, sessions_killed)
            SELECT h.instance_id, :day, h.node_id, h.database_id, bool_or(h.is_incomplete),
                   sum(h.commits), sum(h.rollbacks), sum(h.blocks_hit), sum(h.blocks_read),
                   sum(h.rows_returned), sum(h.rows_fetched), sum(h.rows_inserted),
                   sum(h.rows_updated), sum(h.rows_deleted), sum(h.conflicts), sum(h.temp_files),
                   sum(h.temp_bytes), sum(h.deadlocks), sum(h.block_read_time),
                   sum(h.block_write_time), sum(h.session_time), sum(h.active_time),
                   sum(h.idle_in_transaction_time), sum(h.sessions), sum(h.sessions_abandoned),
                   sum(h.sessions_fatal), sum(h.sessions_killed)
              FROM database_hour h
             WHERE h.instance_id = :instance AND h.hour >= :day AND h.hour < :end
             GROUP BY h.instance_id, h.node_id, h.database_id
            """;

    private static final String FIRST_STATEMENT =
            """
            SELECT hour FROM statement_hour WHERE instance_id = ? ORDER BY hour LIMIT 1
            """;

    private static final String FIRST_TABLE =
            """
            SELECT hour FROM table_hour WHERE instance_id = ? ORDER BY hour LIMIT 1
            """;

    private static final String FIRST_INDEX =
            """
            SELECT hour FROM index_hour WHERE instance_id = ? ORDER BY hour LIMIT 1
            """;

    private static final String FIRST_DATABASE =
            """
            SELECT hour FROM database_hour WHERE instance_id = ? ORDER BY hour LIMIT 1
            """;

    private DaySql() {}

    /** Sums up one day, from {@code :day} to {@code :end}. */
    static String sum(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> STATEMENT;
            case TABLE -> TABLE;
            case INDEX -> INDEX;
            case DATABASE -> DATABASE;
        };
    }

    /** An instance's first hour. */
    static String first(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> FIRST_STATEMENT;
            case TABLE -> FIRST_TABLE;
            case INDEX -> FIRST_INDEX;
            case DATABASE -> FIRST_DATABASE;
        };
    }
}
