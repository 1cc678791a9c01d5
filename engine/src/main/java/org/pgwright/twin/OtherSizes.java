package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.sizes.ColumnWidths;
import org.pgwright.sizes.EntryWidth;

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
    private static final int HASH_WHOLE_DOUBLINGS = 512;

    /** How full the pages of a GiST are after its build, as measured. */
    private static final double GIST_FILL = 0.68;

    /** The same of ranges that were inserted one by one, as PostgreSQL does before 18. */
    private static final double INSERTED_RANGES_FILL = 0.45;

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
     * Buckets grow by whole doublings, above 512 by quarters of one ({@code
     * _hash_get_totalbuckets}): within a doubling, those that are not split yet get twice the rows
     * ({@code _hash_hashkey2bucket}). Equal keys all go to one bucket, whose surplus takes further
     * pages.
     */
    static long hash(double rows, @Nullable ColumnStatistics column) {
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
        double rowsOfKey = Math.max(1, rest / distinct);
        double keys = rest / rowsOfKey;
        double buckets = buckets(rows / HASH_PLANNED);
        double doubled = Math.pow(2, Math.ceil(Math.log(buckets) / Math.log(2)));
        double whole = doubled - buckets;
        overflow += (buckets - whole) * overflowPages(keys / doubled, rowsOfKey);
        overflow += whole * overflowPages(2 * keys / doubled, rowsOfKey);
        return (long) (buckets + overflow) + 2;
    }

    /**
     * Of one bucket, to which keys come independently of each other, so that their number has a
     * Poisson distribution.
     */
    private static double overflowPages(double keys, double rowsOfKey) {
        double sum = 0;
        double logOfFactorial = 0;
        int most = (int) (keys + 10 * Math.sqrt(keys) + 10);
        for (int count = 1; count <= most; count++) {
            logOfFactorial += Math.log(count);
            double probability = Math.exp(count * Math.log(keys) - keys - logOfFactorial);
            sum += probability * Math.max(0, Math.ceil(count * rowsOfKey / HASH_CAPACITY) - 1);
        }
        return sum;
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

    /**
     * @param insertedRanges whether ranges are not sorted for the build
     */
    static long gist(double rows, List<ColumnWidths> keys, boolean insertedRanges) {
        double entry = EntryWidth.of(keys) + LINE_POINTER;
        double fill = insertedRanges ? INSERTED_RANGES_FILL : GIST_FILL;
        return (long) (Math.ceil(rows * entry / (USABLE * fill)) * 1.01) + 1;
    }
}
