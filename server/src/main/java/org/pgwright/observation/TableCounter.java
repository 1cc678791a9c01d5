package org.pgwright.observation;

/**
 * The counters of pg_stat_all_tables and pg_statio_all_tables (manual, section 27.2), in the order
 * in which they are kept. Blocks are of {@code block_size} bytes.
 */
public enum TableCounter implements Counter {
    SEQUENTIAL_SCANS,
    SEQUENTIAL_ROWS_READ,
    INDEX_SCANS,
    INDEX_ROWS_FETCHED,
    ROWS_INSERTED,
    ROWS_UPDATED,
    ROWS_DELETED,
    ROWS_HOT_UPDATED,
    HEAP_BLOCKS_HIT,
    HEAP_BLOCKS_READ,
    INDEX_BLOCKS_HIT,
    INDEX_BLOCKS_READ,
    /** By hand. */
    VACUUMS,
    AUTOMATIC_VACUUMS,
    /** By hand. */
    ANALYZES,
    AUTOMATIC_ANALYZES
}
