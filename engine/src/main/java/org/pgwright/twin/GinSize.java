package org.pgwright.twin;

import org.pgwright.catalog.Index.GinPages;
import org.pgwright.catalog.KeySample.Frequency;

import java.util.List;

/**
 * The size of a freshly built GIN index: a tree of keys, each with the list of its rows,
 * compressed, or with a tree of pages where the list is long ({@code access/gin/README}). A new
 * index has no list of pending entries.
 */
final class GinSize {
    private static final double ENTRY_PAGE = 8160;
    private static final double DATA_PAGE = 8152;
    private static final int LINE_POINTER = 4;
    private static final int ENTRY_HEADER = 8;

    /** A key of several columns begins with the number of its column. */
    private static final int COLUMN_NUMBER = 2;

    /** The first row of a list and the length of what follows ({@code GinPostingList}). */
    private static final int LIST_HEADER = 8;

    /** What a list whose length varies takes more for being aligned, on average. */
    private static final int LIST_PADDING = 3;

    /** {@code GinMaxItemSize}: an entry that would be larger gets a tree of its own. */
    private static final int LARGEST_ENTRY = 2712;

    /** Pages of a tree hold lists of about this size ({@code GinPostingListSegmentTargetSize}). */
    private static final double LIST_OF_TREE = 256;

    private static final double CHILDREN = 815;

    /**
     * Pages that are split while the keys arrive in order: the entry in the middle stays on the
     * left.
     */
    private static final double FILL_OF_ORDERED = 0.5;

    /** Pages whose entries grow, or come between others, in a further pass. */
    private static final double FILL_OF_MIXED = 0.7;

    /** Of a key that waits to be entered, and of one of its rows ({@code ginbulk.c}). */
    private static final double WAITING_KEY = 136;

    private static final double WAITING_ROW = 9;
    private static final double MOST_PAGES = 1L << 32;

    private final double rows;
    private final double pages;
    private final int columnNumber;

    private double entryBytes;
    private double squaredBytes;
    private double innerBytes;
    private double keys;
    private double dataPages;
    private double waiting;

    private GinSize(double rows, double pages, boolean severalColumns) {
        this.rows = rows;
        this.pages = pages;
        this.columnNumber = severalColumns ? COLUMN_NUMBER : 0;
    }

    /**
     * @param columns the keys of each column, with the share of the rows that has them
     * @param rows that have entries
     * @param tablePages that they are spread over
     * @param buildMemory in bytes: what is not entered into the index yet while it is built
     */
    static GinPages of(
            List<List<Frequency>> columns, double rows, double tablePages, double buildMemory) {
        GinSize size = new GinSize(rows, Math.max(1, tablePages), columns.size() > 1);
        columns.forEach(column -> column.forEach(size::add));
        return size.pages(buildMemory);
    }

    private void add(Frequency frequency) {
        double entries = frequency.keys() * frequency.share() * rows;
        double distinct = Math.min(frequency.keys(), entries);
        if (distinct <= 0) {
            return;
        }
        double times = entries / distinct;
        double key = ENTRY_HEADER + columnNumber + frequency.width();
        double list = LIST_HEADER + listBytes(times);
        double entry = key + list + (times > 1 ? LIST_PADDING : 0);
        if (entry > LARGEST_ENTRY) {
            entry = key;
            dataPages += distinct * treePages(list);
        }
        keys += distinct;
        entryBytes += distinct * (entry + LINE_POINTER);
        squaredBytes += distinct * (entry + LINE_POINTER) * (entry + LINE_POINTER);
        innerBytes += distinct * (key + LINE_POINTER);
        waiting += distinct * WAITING_KEY + entries * WAITING_ROW;
    }

    /**
     * What the rows after the first take, each as the distance from the one before in seven bits a
     * byte, where a page of the table counts as 2,048 rows.
     */
    private double listBytes(double times) {
        double share = Math.min(1, times / rows);
        double touched = pages * (1 - Math.pow(1 - share, rows / pages));
        double onOtherPage = Math.max(0, Math.min(times, touched) - 1);
        double onSamePage = Math.max(0, times - 1 - onOtherPage);
        double chance = Math.min(1, touched / pages);
        double bytes = 2;
        for (double reach = 7; reach < pages; reach = (reach + 1) * 128) {
            bytes += Math.pow(1 - chance, reach);
        }
        return onSamePage * (rows / pages > 127 ? 1.3 : 1) + onOtherPage * bytes;
    }

    private static double treePages(double bytes) {
        double all = bytes * LIST_OF_TREE / (LIST_OF_TREE - LIST_HEADER);
        double leaves = Math.ceil(all / DATA_PAGE);
        return leaves + inner(leaves, CHILDREN);
    }

    private static double inner(double children, double fanOut) {
        double all = 0;
        for (double level = children; level > 1; all += level) {
            level = Math.ceil(level / fanOut);
        }
        return all;
    }

    private GinPages pages(double buildMemory) {
        double inTheMiddle = squaredBytes / Math.max(1, entryBytes);
        double fill =
                waiting > buildMemory
                        ? FILL_OF_MIXED
                        : FILL_OF_ORDERED + inTheMiddle / 2 / ENTRY_PAGE;
        double leaves = entryBytes <= ENTRY_PAGE ? 1 : entryBytes / (ENTRY_PAGE * fill);
        double fanOut = Math.max(2, ENTRY_PAGE * fill * keys / Math.max(1, innerBytes));
        double entryPages = Math.min(MOST_PAGES, Math.ceil(leaves + inner(leaves, fanOut)));
        double treePages = Math.min(MOST_PAGES, Math.ceil(dataPages));
        return new GinPages(
                0,
                (long) Math.min(MOST_PAGES - 2, 1 + entryPages + treePages),
                (long) entryPages,
                (long) treePages,
                Math.round(keys));
    }
}
