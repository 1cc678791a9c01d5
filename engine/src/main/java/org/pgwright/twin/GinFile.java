package org.pgwright.twin;

import org.pgwright.catalog.Index.GinPages;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Gives the metapage of a GIN index the counters of the monitored one, by which the planner costs
 * it ({@code gincostestimate}). Layout: {@code access/ginblock.h}.
 */
final class GinFile {
    private static final int PAGE_HEADER = 24;

    private GinFile() {}

    static void describe(Path file, GinPages counters) throws IOException {
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] bytes = new byte[PAGE_HEADER + 48];
            pages.readFully(bytes);
            ByteBuffer meta = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            meta.putInt(PAGE_HEADER + 12, (int) counters.pending());
            meta.putInt(PAGE_HEADER + 24, (int) counters.total());
            meta.putInt(PAGE_HEADER + 28, (int) counters.entry());
            meta.putInt(PAGE_HEADER + 32, (int) counters.data());
            meta.putLong(PAGE_HEADER + 40, counters.entries());
            pages.seek(0);
            pages.write(bytes);
        }
    }
}
