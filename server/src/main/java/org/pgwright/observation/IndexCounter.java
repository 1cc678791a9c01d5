package org.pgwright.observation;

/**
 * The counters of pg_stat_all_indexes and pg_statio_all_indexes (manual, section 27.2), in the
 * order in which they are kept. Blocks are of {@code block_size} bytes.
 */
public enum IndexCounter implements Counter {
    SCANS,
    /** Index entries. */
    ROWS_READ,
    /** Live rows of the table, by simple index scans. */
    ROWS_FETCHED,
    BLOCKS_HIT,
    BLOCKS_READ
}
