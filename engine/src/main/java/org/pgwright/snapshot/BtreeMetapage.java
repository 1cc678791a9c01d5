package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** What a B-tree's first page says of its height (PostgreSQL's {@code nbtree.h}). */
final class BtreeMetapage {
    /** The metapage and one leaf: a B-tree of no more pages has nothing above its leaf. */
    static final long FLAT_PAGES = 2;

    private static final int MAGIC = 0x053162;
    private static final int FAST_LEVEL_OFFSET = 20;
    private static final int LENGTH = 24;

    /** More entries than these do not fit in an inner page: 8 bytes of tuple, 4 of item pointer. */
    private static final int MOST_CHILDREN = 680;

    private BtreeMetapage() {}

    /**
     * The number of levels above the leaves as the planner sees it, the fast root's.
     *
     * <p>The file may be older than the server's memory: a height that is too low for the index's
     * length is not believed.
     *
     * @param metapage 24 bytes behind the page header, in hexadecimal; shorter if the file is
     * @return null where there is none to be had
     */
    static @Nullable Integer height(String metapage, long pages) {
        byte[] bytes = HexFormat.of().parseHex(metapage);
        if (bytes.length < LENGTH) {
            return null;
        }
        ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (page.getInt(0) != MAGIC) {
            page.order(ByteOrder.BIG_ENDIAN);
        }
        if (page.getInt(0) != MAGIC) {
            return null;
        }
        int height = page.getInt(FAST_LEVEL_OFFSET);
        return height >= 0 && pages <= mostPages(height) ? height : null;
    }

    private static double mostPages(int height) {
        double most = 1;
        for (int level = 0; level <= height; level++) {
            most += Math.pow(MOST_CHILDREN, level);
        }
        return most;
    }
}
