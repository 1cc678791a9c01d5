package org.pgwright.repository;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the file of a backup: a compressed tar archive with {@code head.json}, the rows of each
 * table in pieces as COPY writes them ({@code rows/TABLE/1} and so on), and {@code foot.json}.
 */
final class BackupWriter implements AutoCloseable {
    static final String HEAD = "head.json";
    static final String FOOT = "foot.json";
    static final String ROWS = "rows/";

    private static final int BUFFER = 64 * 1024;

    /** An entry's length comes before its content, so that much is held in memory. */
    private static final int PIECE = 1 << 20;

    private final TarArchiveOutputStream tar;
    private final Map<String, BackupManifest.Content> contents = new LinkedHashMap<>();

    BackupWriter(OutputStream file) throws IOException {
        this.tar =
                new TarArchiveOutputStream(
                        new GZIPOutputStream(file, BUFFER), StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** Writes into the rows of one table. */
    @FunctionalInterface
    interface Rows {
        void writeTo(OutputStream out) throws IOException, SQLException;
    }

    void head(BackupManifest.Head head) throws IOException {
        json(HEAD, head);
    }

    /** The rows of a table, written by the caller. */
    void rows(String table, Rows rows) throws IOException, SQLException {
        RowDigest digest = new RowDigest();
        try (Pieces pieces = new Pieces(ROWS + table + "/", digest)) {
            rows.writeTo(pieces);
        }
        contents.put(table, digest.content());
    }

    /** What has been written, as the end of the file. */
    BackupManifest.Foot foot(Map<String, Long> sequences) throws IOException {
        BackupManifest.Foot foot = new BackupManifest.Foot(contents, sequences);
        json(FOOT, foot);
        return foot;
    }

    private void json(String name, Object value) throws IOException {
        byte[] bytes = BackupManifest.JSON.writeValueAsBytes(value);
        entry(name, bytes, bytes.length);
    }

    private void entry(String name, byte[] bytes, int length) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(length);
        tar.putArchiveEntry(entry);
        tar.write(bytes, 0, length);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Collects bytes until there are enough for an entry. */
    private final class Pieces extends OutputStream {
        private final String prefix;
        private final RowDigest digest;
        private final byte[] piece = new byte[PIECE];
        private int length;
        private int number;

        Pieces(String prefix, RowDigest digest) {
            this.prefix = prefix;
            this.digest = digest;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            digest.update(bytes, offset, count);
            int from = offset;
            int left = count;
            while (left > 0) {
                int now = Math.min(left, PIECE - length);
                System.arraycopy(bytes, from, piece, length, now);
                length += now;
                from += now;
                left -= now;
                if (length == PIECE) {
                    end();
                }
            }
        }

        private void end() throws IOException {
            if (length > 0) {
                number++;
                entry(prefix + number, piece, length);
                length = 0;
            }
        }

        @Override
        public void close() throws IOException {
            end();
        }
    }
}
