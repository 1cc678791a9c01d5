package org.pgwright.twin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Gives the metapage of a BRIN index the number of range-map pages that a table of the monitored
 * size has; the planner charges for reading them ({@code brincostestimate}). Layout: {@code
 * access/brin_page.h}.
 */
final class BrinFile {
    private static final int MAGIC = 0xA8109CFA;
    private static final int RANGES_PER_MAP_PAGE = 1360;

    private BrinFile() {}

    static void describe(Path file, long tablePages) throws IOException {
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] bytes = new byte[40];
            pages.readFully(bytes);
            ByteBuffer meta = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            if (meta.getInt(24) != MAGIC) {
                throw new IOException("not a BRIN index: " + file.getFileName());
            }
            long pagesPerRange = Math.max(1, Integer.toUnsignedLong(meta.getInt(32)));
            long ranges = Math.ceilDiv(tablePages, pagesPerRange);
            meta.putInt(36, (int) Math.max(1, Math.ceilDiv(ranges, RANGES_PER_MAP_PAGE)));
            pages.seek(36);
            pages.write(bytes, 36, 4);
        }
    }
}
