package org.pgwright.sizes;

import java.util.List;
import java.util.stream.Stream;

/**
 * The size of a freshly built B-tree, with deduplication, from statistics.
 *
 * <p>Page and tuple layout: manual, sections 64.1 (B-tree implementation, deduplication) and 66.6
 * (page layout), and {@code access/nbtree.h}: a leaf is filled to its fill factor, an inner page to
 * 70 %, equal keys share posting lists of at most a tenth of a page.
 */
public final class BtreeSize {
    private static final int LINE_POINTER = 4;
    private static final int TUPLE_HEADER = 8;
    private static final int ROW_POINTER = 6;

    /** The largest posting list that a build makes: {@code BTMaxItemSize / 2 ~ 812 bytes}. */
    private static final int MAX_POSTING = 812;

    /** A page less its header and special space. */
    private static final int USABLE = 8152;

    /** The room for items of a leaf that has a high key. */
    private static final int FREE_LEAF = 8148;

    /** How full a build makes leaves, unless the index says otherwise. */
    public static final int USUAL_FILL_FACTOR = 90;

    private static final int PAGE = 8192;

    private static final double INNER_FILL = 0.70;
    private static final int NULLS_BITMAP = 8;

    private BtreeSize() {}

    /**
     * What is to be indexed.
     *
     * @param rows with an entry
     * @param distinct keys among the rows
     * @param commonFrequencies shares of the most common values of a single key column
     * @param deduplicates whether equal keys share an entry
     * @param fillFactor of leaves, in percent
     */
    public record Entries(
            double rows,
            double distinct,
            List<Double> commonFrequencies,
            boolean deduplicates,
            int fillFactor,
            List<ColumnWidths> keys,
            List<ColumnWidths> include) {
        public Entries {
            commonFrequencies = List.copyOf(commonFrequencies);
            keys = List.copyOf(keys);
            include = List.copyOf(include);
        }

        /** What a build leaves free on a leaf for later. */
        private double reserve() {
            return Math.floor(PAGE * (100 - fillFactor) / 100.0);
        }

        List<ColumnWidths> all() {
            return Stream.concat(keys.stream(), include.stream()).toList();
        }
    }

    /**
     * The estimate.
     *
     * @param pages with the metapage
     * @param height levels above the leaves
     */
    public record Estimate(long pages, int height) {}

    /** The size of an index of these entries. */
    public static Estimate of(Entries entries) {
        double rows = Math.max(0, entries.rows());
        double distinct = Math.max(1, Math.min(entries.distinct(), rows));
        double entry = EntryWidth.of(entries.all());
        double bytes = leafBytes(entries, rows, distinct, entry);
        double leaves = Math.max(1, Math.ceil(bytes / leafFill(entries, rows, distinct, entry)));
        double fanout =
                Math.max(
                        2,
                        Math.floor(
                                USABLE * INNER_FILL / (pivotBytes(entries, entry) + LINE_POINTER)));
        double pages = leaves;
        int height = 0;
        for (double level = leaves; level > 1; height++) {
            level = Math.ceil(level / fanout);
            pages += level;
        }
        return new Estimate((long) pages + 1, height);
    }

    /**
     * The height of a B-tree of which only the length is known.
     *
     * @param pages with the metapage
     */
    public static int height(long pages, List<ColumnWidths> keys) {
        double fanout =
                Math.max(2, Math.floor(USABLE * INNER_FILL / (EntryWidth.of(keys) + LINE_POINTER)));
        int height = 0;
        for (double level = Math.max(1, pages - 1); level > 1; height++) {
            level = Math.ceil(level / fanout);
        }
        return height;
    }

    private static double leafBytes(Entries entries, double rows, double distinct, double entry) {
        double nulls =
                entries.keys().size() == 1 ? rows * entries.keys().getFirst().nullShare() : 0;
        if (!entries.deduplicates()) {
            return (rows - nulls) * (entry + LINE_POINTER)
                    + nulls * (TUPLE_HEADER + NULLS_BITMAP + LINE_POINTER);
        }
        double bytes = 0;
        double rest = rows - nulls;
        for (double frequency : entries.commonFrequencies()) {
            bytes += groupBytes(frequency * rows, entry);
            rest -= frequency * rows;
        }
        bytes += restBytes(rest, Math.max(1, distinct - entries.commonFrequencies().size()), entry);
        return nulls >= 1 ? bytes + groupBytes(nulls, TUPLE_HEADER + NULLS_BITMAP) : bytes;
    }

    /**
     * The bytes of items that a finished leaf holds ({@code _bt_buildadd}): items are added until
     * the free space is less than the reserve, where the row pointers of the last item count as
     * free; then the last item moves to the next page.
     */
    private static double leafFill(Entries entries, double rows, double distinct, double entry) {
        double perKey = rows / distinct;
        double capacity = Math.floor((MAX_POSTING - entry) / ROW_POINTER);
        boolean shared = entries.deduplicates() && perKey > 1.25 && capacity >= 2;
        double posting = aligned(entry + ROW_POINTER * Math.min(perKey, capacity));
        double item = LINE_POINTER + (shared ? Math.min(posting, MAX_POSTING - 4) : entry);
        double pointers = shared ? item - LINE_POINTER - entry : 0;
        double limit = FREE_LEAF - Math.max(entries.reserve() - pointers, item + LINE_POINTER);
        boolean equalItems =
                shared
                        ? perKey > 4 * capacity
                        : entries.all().stream().allMatch(ColumnWidths::isConstant);
        return equalItems ? Math.floor(limit / item) * item : limit - item / 2;
    }

    /**
     * A pivot keeps the first column whole; further columns only where the first cannot separate.
     */
    private static double pivotBytes(Entries entries, double entry) {
        return Math.min(entry, EntryWidth.of(entries.keys().subList(0, 1)));
    }

    /** The entries of one key that occurs in this many rows. */
    private static double groupBytes(double rows, double entry) {
        if (rows <= 1) {
            return entry + LINE_POINTER;
        }
        double capacity = Math.floor((MAX_POSTING - entry) / ROW_POINTER);
        if (capacity < 2) {
            return rows * (entry + LINE_POINTER);
        }
        double full = Math.floor(rows / capacity);
        double rest = rows - full * capacity;
        double bytes = full * (aligned(entry + ROW_POINTER * capacity) + LINE_POINTER);
        if (rest <= 0) {
            return bytes;
        }
        double last = rest <= 1 ? entry : aligned(entry + ROW_POINTER * rest);
        return bytes + last + LINE_POINTER;
    }

    /**
     * The entries of rows spread at random over keys: rows a key follow a Poisson distribution of
     * which zero is cut off, because a key without a row is none.
     */
    private static double restBytes(double rows, double keys, double entry) {
        if (rows <= 0) {
            return 0;
        }
        double perKey = rows / keys;
        if (perKey <= 1) {
            return rows * (entry + LINE_POINTER);
        }
        if (perKey > 60) {
            return keys * groupBytes(perKey, entry);
        }
        double mean = perKey;
        for (int i = 0; i < 50; i++) {
            mean = perKey * (1 - Math.exp(-mean));
        }
        double probability = Math.exp(-mean);
        double nonZero = 1 - probability;
        double bytes = 0;
        int most = (int) (mean + 8 * Math.sqrt(mean) + 10);
        for (int k = 1; k < most; k++) {
            probability *= mean / k;
            bytes += probability / nonZero * groupBytes(k, entry);
        }
        return keys * bytes;
    }

    private static double aligned(double bytes) {
        return Math.ceil(bytes / 8) * 8;
    }
}
