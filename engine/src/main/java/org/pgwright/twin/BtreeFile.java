package org.pgwright.twin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Gives the file of a B-tree that holds at most one page of entries the height of a tall one.
 *
 * <p>The planner charges an index scan for every level that it descends ({@code
 * _bt_getrootheight}), and looks up the first and last entry ({@code get_actual_variable_range}).
 * So the file gets a metapage that names a root of the wanted level, and a chain of inner pages
 * with one downlink each that leads to the one leaf, which keeps its entries. Layouts: {@code
 * access/nbtree.h}, {@code storage/bufpage.h}, unchanged from 14 to 18.
 */
final class BtreeFile {
    static final int PAGE = 8192;

    private static final int MAGIC = 0x053162;
    private static final int PAGE_HEADER = 24;
    private static final int SPECIAL = PAGE - 16;
    private static final int PAGE_SIZE_AND_VERSION = 0x2004;
    private static final int FLAG_LEAF = 1;
    private static final int FLAG_ROOT = 2;
    private static final int LINE_POINTER_NORMAL = 1 << 15;
    private static final int PIVOT_TUPLE = 0x2000;
    private static final int ROOT_OFFSET = 32;
    private static final int LEVEL_OFFSET = SPECIAL + 8;
    private static final int FLAGS_OFFSET = SPECIAL + 12;

    private BtreeFile() {}

    /**
     * Rewrites the file, which must not be in any server's cache.
     *
     * @param height levels above the leaf, 0 or more
     */
    static void raise(Path file, int height) throws IOException {
        if (height == 0) {
            return;
        }
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer meta = read(pages, 0);
            if (meta.getInt(PAGE_HEADER) != MAGIC) {
                throw new IOException("not a B-tree: " + file.getFileName());
            }
            int root = meta.getInt(ROOT_OFFSET);
            ByteBuffer leaf = root == 0 ? emptyPage() : read(pages, root);
            leaf.putInt(LEVEL_OFFSET, 0);
            leaf.putShort(FLAGS_OFFSET, (short) FLAG_LEAF);
            putRoot(meta, height);
            write(pages, 0, meta);
            for (int block = 1; block <= height; block++) {
                write(pages, block, innerPage(block, height - block + 1, block == 1));
            }
            write(pages, height + 1, leaf);
        }
    }

    /** Root and fast root, each a block number and its level. */
    private static void putRoot(ByteBuffer meta, int height) {
        for (int offset = ROOT_OFFSET; offset < ROOT_OFFSET + 16; offset += 8) {
            meta.putInt(offset, 1);
            meta.putInt(offset + 4, height);
        }
    }

    private static ByteBuffer innerPage(int block, int level, boolean root) {
        ByteBuffer page = emptyPage();
        int tuple = SPECIAL - 8;
        page.putShort(12, (short) (PAGE_HEADER + 4));
        page.putShort(14, (short) tuple);
        page.putInt(PAGE_HEADER, tuple | LINE_POINTER_NORMAL | 8 << 17);
        int child = block + 1;
        page.putShort(tuple, (short) (child >>> 16));
        page.putShort(tuple + 2, (short) child);
        page.putShort(tuple + 6, (short) (8 | PIVOT_TUPLE));
        page.putInt(LEVEL_OFFSET, level);
        page.putShort(FLAGS_OFFSET, (short) (root ? FLAG_ROOT : 0));
        return page;
    }

    private static ByteBuffer emptyPage() {
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
        page.putShort(12, (short) PAGE_HEADER);
        page.putShort(14, (short) SPECIAL);
        page.putShort(16, (short) SPECIAL);
        page.putShort(18, (short) PAGE_SIZE_AND_VERSION);
        return page;
    }

    private static ByteBuffer read(RandomAccessFile pages, long block) throws IOException {
        byte[] bytes = new byte[PAGE];
        pages.seek(block * PAGE);
        pages.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static void write(RandomAccessFile pages, long block, ByteBuffer page)
            throws IOException {
        pages.getChannel().write(page.duplicate().clear(), block * PAGE);
    }
}
