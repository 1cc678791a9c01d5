package org.pgwright.twin;

import org.pgwright.catalog.Index.GinPages;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Gives the metapage of a GIN index the counters of the monitored one, or those that a hypothetical
 * one would have, by which the planner costs it ({@code gincostestimate}). Layout: {@code
 * access/ginblock.h}.
 */
final class GinFile {
    private static final int PAGE_HEADER = 24;
    private static final int META_BYTES = 56;
    private static final int SPECIAL = BtreeFile.PAGE - 8;
    private static final int PAGE_SIZE_AND_VERSION = 0x2004;
    private static final int NO_BLOCK = -1;
    private static final int VERSION = 2;
    private static final short FLAG_META = 1 << 3;

    private GinFile() {}

    static void describe(Path file, GinPages counters) throws IOException {
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] bytes = new byte[PAGE_HEADER + 48];
            pages.readFully(bytes);
            ByteBuffer meta = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            put(meta, counters);
            pages.seek(0);
            pages.write(bytes);
        }
    }

    /**
     * A file that holds nothing but a metapage, for an index that the planner looks at and nobody
     * scans.
     */
    static byte[] metapage(GinPages counters) {
        ByteBuffer page = ByteBuffer.allocate(BtreeFile.PAGE).order(ByteOrder.nativeOrder());
        page.putShort(12, (short) (PAGE_HEADER + META_BYTES));
        page.putShort(14, (short) SPECIAL);
        page.putShort(16, (short) SPECIAL);
        page.putShort(18, (short) PAGE_SIZE_AND_VERSION);
        page.putInt(PAGE_HEADER, NO_BLOCK);
        page.putInt(PAGE_HEADER + 4, NO_BLOCK);
        put(page, counters);
        page.putInt(PAGE_HEADER + 48, VERSION);
        page.putInt(SPECIAL, NO_BLOCK);
        page.putShort(SPECIAL + 6, FLAG_META);
        return page.array();
    }

    private static void put(ByteBuffer meta, GinPages counters) {
        meta.putInt(PAGE_HEADER + 12, (int) counters.pending());
        meta.putInt(PAGE_HEADER + 24, (int) counters.total());
        meta.putInt(PAGE_HEADER + 28, (int) counters.entry());
        meta.putInt(PAGE_HEADER + 32, (int) counters.data());
        meta.putLong(PAGE_HEADER + 40, counters.entries());
    }
}
