package org.pgwright.proof;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a statement did on one side of a change.
 *
 * @param intervals in which it was called
 * @param meanMillis of a call; 0 if there was none
 * @param ioMillis of all calls, for reading and writing blocks; null where the server read some and
 *     does not time it
 * @param cacheHit the share of blocks that were found in shared buffers; null if none was touched
 */
public record Side(
        int intervals,
        long calls,
        double totalMillis,
        double meanMillis,
        double rowsPerCall,
        @Nullable Double cacheHit,
        double walBytesPerCall,
        @Nullable Double ioMillis) {
    static Side of(List<IntervalFigures> intervals) {
        long calls = 0;
        double millis = 0;
        double rows = 0;
        double hit = 0;
        double read = 0;
        double wal = 0;
        double io = 0;
        for (IntervalFigures interval : intervals) {
            calls += interval.calls();
            millis += interval.millis();
            rows += interval.rows();
            hit += interval.blocksHit();
            read += interval.blocksRead();
            wal += interval.walBytes();
            io += interval.ioMillis();
        }
        double each = Math.max(1, calls);
        return new Side(
                intervals.size(),
                calls,
                millis,
                millis / each,
                rows / each,
                hit + read > 0 ? hit / (hit + read) : null,
                wal / each,
                io > 0 || read == 0 ? io : null);
    }
}
