package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;

/** The statement that inserts a sample, whose arrays come in the order of the kind's counters. */
final class SampleSql {
    private static final String STATEMENT =
            """
            INSERT INTO statement_sample (
                instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete, objects,
                calls, row_count, execution_time, plans, planning_time, shared_blocks_hit, shared_blocks_read,
                shared_blocks_dirtied, shared_blocks_written, local_blocks_hit, local_blocks_read,
                local_blocks_dirtied, local_blocks_written, temp_blocks_read, temp_blocks_written,
                block_read_time, block_write_time, temp_block_time, wal_records, wal_full_page_images,
                wal_bytes, jit_time, squared_time, longest_time)
            VALUES (?, ?, ?, ?, ?, ?::interval_gap[], ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String TABLE =
            """
            INSERT INTO table_sample (
                instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete, objects,
                sequential_scans, sequential_rows_read, index_scans, index_rows_fetched, rows_inserted,
                rows_updated, rows_deleted, rows_hot_updated, heap_blocks_hit, heap_blocks_read,
                index_blocks_hit, index_blocks_read, vacuums, automatic_vacuums, analyzes,
                automatic_analyzes)
            VALUES (?, ?, ?, ?, ?, ?::interval_gap[], ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INDEX =
            """
            INSERT INTO index_sample (
                instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete, objects,
                scans, rows_read, rows_fetched, blocks_hit, blocks_read)
            VALUES (?, ?, ?, ?, ?, ?::interval_gap[], ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String DATABASE =
            """
            INSERT INTO database_sample (
                instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete, objects,
                commits, rollbacks, blocks_hit, blocks_read, rows_returned, rows_fetched, rows_inserted,
                rows_updated, rows_deleted, conflicts, temp_files, temp_bytes, deadlocks,
                block_read_time, block_write_time, session_time, active_time,
                idle_in_transaction_time, sessions, sessions_abandoned, sessions_fatal,
                sessions_killed)
            VALUES (?, ?, ?, ?, ?, ?::interval_gap[], ?, ?,
                    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private SampleSql() {}

    static String insert(CounterKind kind) {
        return switch (kind) {
            case STATEMENT -> STATEMENT;
            case TABLE -> TABLE;
            case INDEX -> INDEX;
            case DATABASE -> DATABASE;
        };
    }
}
