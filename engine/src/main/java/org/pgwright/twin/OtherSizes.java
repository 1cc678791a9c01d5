package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnStatistics;

import java.util.List;

/** The size in pages of a freshly built index that is not a B-tree, from statistics. */
final class OtherSizes {
    private static final int USABLE = 8152;
    private static final int LINE_POINTER = 4;

    private static final int PAGES_PER_RANGE = 128;
    private static final int RANGES_PER_MAP_PAGE = 1360;
    private static final int RANGE_HEADER = 8;

    /** Entries of 20 bytes: what a bucket is planned for, at 75 %, and what a page can hold. */
    private static final double HASH_PLANNED = 307;

    private static final double HASH_CAPACITY = 407;
    private static final int HASH_WHOLE_DOUBLINGS = 1024;

    /** How full the pages of a GiST are after a build by insertion, as measured. */
    private static final double GIST_FILL = 0.68;

    private static final double[] TAIL = {
        1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530
    };

    private OtherSizes() {}

    /** Metapage, range map, and a summary of smallest and largest value for each range. */
    static long brin(long tablePages, List<ColumnWidths> keys) {
        double ranges = Math.max(1, Math.ceilDiv(tablePages, PAGES_PER_RANGE));
        double values = 0;
        for (ColumnWidths key : keys) {
            values += 2 * (EntryWidth.of(List.of(key)) - RANGE_HEADER);
        }
        double summary = Math.ceil((RANGE_HEADER + values) / 8) * 8 + LINE_POINTER;
        return 1
                + (long) Math.ceil(ranges / RANGES_PER_MAP_PAGE)
                + (long) Math.ceil(ranges * summary / USABLE);
    }

    /**
     * Buckets grow by whole doublings, above 1,024 by quarters of one ({@code
     * _hash_get_totalbuckets}); equal keys all go to one bucket, whose surplus takes further pages.
     */
    static long hash(double rows, @Nullable ColumnStatistics column) {
        double buckets = buckets(rows / HASH_PLANNED);
        double rest = rows;
        double overflow = 0;
        double common = 0;
        if (column != null && column.mostCommonFrequencies() != null) {
            for (double frequency : column.mostCommonFrequencies()) {
                overflow += Math.floor(frequency * rows / HASH_CAPACITY);
                rest -= frequency * rows;
                common++;
            }
        }
        double distinct = rest;
        if (column != null) {
            distinct = Math.max(1, column.distinctAmong(rows) - common);
        }
        double perKey = Math.max(1, rest / distinct);
        double mean = rest / buckets;
        double deviation = Math.sqrt(Math.max(1e-9, mean * perKey));
        double share = 0;
        for (int page = 1; page <= 5; page++) {
            share += upperTail((HASH_CAPACITY * page - mean) / deviation);
        }
        return (long) (buckets * (1 + share) + overflow) + 2;
    }

    private static double buckets(double wanted) {
        if (wanted <= 2) {
            return 2;
        }
        double power = Math.pow(2, Math.ceil(Math.log(wanted) / Math.log(2)));
        if (wanted <= HASH_WHOLE_DOUBLINGS) {
            return power;
        }
        double below = power / 2;
        double quarter = below / 4;
        return below + Math.ceil((wanted - below) / quarter) * quarter;
    }

    /** Of the normal distribution: Abramowitz and Stegun, Handbook, formula 26.2.17. */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double polynomial = 0;
        for (double coefficient : TAIL) {
            polynomial = (polynomial + coefficient) * t;
        }
        double tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
        return z >= 0 ? tail : 1 - tail;
    }

    static long gist(double rows, List<ColumnWidths> keys) {
        double entry = EntryWidth.of(keys) + LINE_POINTER;
        return (long) (Math.ceil(rows * entry / (USABLE * GIST_FILL)) * 1.01) + 1;
    }
}
