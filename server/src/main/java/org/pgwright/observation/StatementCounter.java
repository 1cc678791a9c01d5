package org.pgwright.observation;

/**
 * The counters of pg_stat_statements (manual, section F.32), in the order in which they are kept.
 * Blocks are of {@code block_size} bytes.
 */
public enum StatementCounter implements Counter {
    CALLS,
    /** Returned or changed. */
    ROW_COUNT,
    /** Microseconds. */
    EXECUTION_TIME,
    /** Only where {@code pg_stat_statements.track_planning} is on. */
    PLANS,
    /** Microseconds. */
    PLANNING_TIME,
    SHARED_BLOCKS_HIT,
    SHARED_BLOCKS_READ,
    SHARED_BLOCKS_DIRTIED,
    SHARED_BLOCKS_WRITTEN,
    LOCAL_BLOCKS_HIT,
    LOCAL_BLOCKS_READ,
    LOCAL_BLOCKS_DIRTIED,
    LOCAL_BLOCKS_WRITTEN,
    TEMP_BLOCKS_READ,
    TEMP_BLOCKS_WRITTEN,
    /** Microseconds, of shared and local blocks; only where {@code track_io_timing} is on. */
    BLOCK_READ_TIME,
    /** Microseconds, of shared and local blocks; only where {@code track_io_timing} is on. */
    BLOCK_WRITE_TIME,
    /** Microseconds, reading and writing; only where {@code track_io_timing} is on, from 15. */
    TEMP_BLOCK_TIME,
    WAL_RECORDS,
    WAL_FULL_PAGE_IMAGES,
    WAL_BYTES,
    /** Microseconds; from 15. */
    JIT_TIME,
    /** The sum of the squares of execution times, in thousandths of square milliseconds. */
    SQUARED_TIME {
        @Override
        public boolean onlyGrows() {
            return false;
        }
    },
    /** The longest execution, in microseconds. */
    LONGEST_TIME {
        @Override
        public boolean isMaximum() {
            return true;
        }

        @Override
        public boolean onlyGrows() {
            return false;
        }
    }
}
