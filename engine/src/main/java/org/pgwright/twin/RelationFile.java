package org.pgwright.twin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of a table or index in the twin's data folder.
 *
 * <p>Files are lengthened without writing to them: they take no room on disk however large the
 * monitored relation is.
 *
 * @param dataFolder of the twin's server
 * @param path relative to it, as {@code pg_relation_filepath} gives it
 */
record RelationFile(Path dataFolder, String path) {
    /** A relation is cut into files of this many pages (RELSEG_SIZE). */
    private static final long SEGMENT_PAGES = 131_072;

    /** Page numbers have 32 bits, the last of which means none (MaxBlockNumber). */
    private static final long MAX_PAGES = 0xFFFF_FFFEL;

    Path first() {
        return dataFolder.resolve(path);
    }

    /**
     * A file beside this one, with the given first page.
     *
     * @param fileNode that no relation has
     */
    RelationFile beside(long fileNode, byte[] page) throws IOException {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        RelationFile other = new RelationFile(dataFolder, folder + fileNode);
        Files.write(other.first(), page, StandardOpenOption.CREATE_NEW);
        Files.setOwner(other.first(), Files.getOwner(first()));
        return other;
    }

    /**
     * Lengthens the relation; never shortens it.
     *
     * @param pages the wanted length in blocks
     */
    void extend(long pages) throws IOException {
        if (pages > MAX_PAGES) {
            throw new IOException("a relation of " + pages + " pages cannot be");
        }
        long left = pages;
        for (int segment = 0; left > 0; segment++) {
            extendSegment(segment, Math.min(left, SEGMENT_PAGES));
            left -= SEGMENT_PAGES;
        }
    }

    private void extendSegment(int segment, long pages) throws IOException {
        Path file = segment == 0 ? first() : dataFolder.resolve(path + "." + segment);
        boolean isNew = !Files.exists(file);
        try (RandomAccessFile segmentFile = new RandomAccessFile(file.toFile(), "rw")) {
            if (segmentFile.length() < pages * BtreeFile.PAGE) {
                segmentFile.setLength(pages * BtreeFile.PAGE);
            }
        }
        if (isNew) {
            giveToServer(file);
        }
    }

    /**
     * Marks the first pages of a table as visible to all, so that the planner believes the entries
     * of its indexes without looking for their rows. Layout: {@code access/visibilitymap.c}.
     */
    void markFirstPagesVisible() throws IOException {
        ByteBuffer page = ByteBuffer.allocate(BtreeFile.PAGE).order(ByteOrder.nativeOrder());
        page.putShort(12, (short) 24);
        page.putShort(14, (short) BtreeFile.PAGE);
        page.putShort(16, (short) BtreeFile.PAGE);
        page.putShort(18, (short) 0x2004);
        page.put(24, (byte) 0xff);
        Path file = dataFolder.resolve(path + "_vm");
        Files.write(file, page.array());
        giveToServer(file);
    }

    /** We may be root; the server is not, and can only open what belongs to it. */
    private void giveToServer(Path file) throws IOException {
        Files.setOwner(file, Files.getOwner(first()));
    }
}
