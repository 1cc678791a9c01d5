package org.pgwright.repository;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import tools.jackson.core.JacksonException;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the file of a backup from its beginning to its end and checks all of it. What it holds is
 * not trusted; no more than a piece of it is in memory at once.
 */
final class BackupReader {
    private static final int BUFFER = 64 * 1024;

    /** Some hundred tables with thousands of partitions. */
    private static final int LARGEST_MANIFEST = 16 << 20;

    private final Path file;
    private final Sink sink;
    private final byte[] buffer = new byte[BUFFER];
    private final RowDigest digest = new RowDigest();

    private BackupReader(Path file, Sink sink) {
        this.file = file;
        this.sink = sink;
    }

    /** Takes what is read, in the order of the file. */
    interface Sink {
        /** Looks on. */
        Sink NONE = new Sink() {};

        default void head(BackupManifest.Head head) throws SQLException {}

        default void tableBegins(BackupManifest.Table table) throws SQLException {}

        default void rows(byte[] bytes, int length) throws SQLException {}

        /**
         * @param rows how many there were
         */
        default void tableEnds(BackupManifest.Table table, long rows) throws SQLException {}

        default void foot(BackupManifest.Foot foot) throws SQLException {}
    }

    /** Head and foot of a file that is whole. */
    record Checked(BackupManifest.Head head, BackupManifest.Foot foot) {}

    /**
     * Reads a file.
     *
     * @throws PgwrightException USAGE if it is not there, not a backup, or damaged
     * @throws SQLException of the sink
     */
    static Checked read(Path file, Sink sink) throws SQLException {
        BackupReader reader = new BackupReader(file, sink);
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                InputStream unzipped = new GZIPInputStream(stream, BUFFER);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(unzipped, StandardCharsets.UTF_8.name())) {
            Checked checked = reader.read(tar);
            // Only then has the checksum of the compression been looked at.
            unzipped.transferTo(OutputStream.nullOutputStream());
            return checked;
        } catch (ZipException | EOFException damaged) {
            throw reader.damaged("it is not a backup, or cut off", damaged);
        } catch (FileSystemException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the backup " + file + " cannot be read: " + FileFailure.reason(failure),
                    "name another file",
                    failure);
        } catch (IOException | JacksonException | IllegalArgumentException damaged) {
            throw reader.damaged("its content makes no sense", damaged);
        }
    }

    private Checked read(TarArchiveInputStream tar) throws IOException, SQLException {
        BackupManifest.Head head =
                json(tar, tar.getNextEntry(), BackupWriter.HEAD, BackupManifest.Head.class);
        check(head);
        sink.head(head);
        TarArchiveEntry entry = tar.getNextEntry();
        Map<String, BackupManifest.Content> contents = new LinkedHashMap<>();
        for (BackupManifest.Table table : head.tables()) {
            sink.tableBegins(table);
            String prefix = BackupWriter.ROWS + table.name() + "/";
            for (int piece = 1; isPiece(entry, prefix, piece); piece++) {
                pass(tar);
                entry = tar.getNextEntry();
            }
            BackupManifest.Content content = digest.content();
            contents.put(table.name(), content);
            sink.tableEnds(table, content.rows());
        }
        BackupManifest.Foot foot = json(tar, entry, BackupWriter.FOOT, BackupManifest.Foot.class);
        if (!foot.tables().equals(contents)) {
            throw damaged("its rows are not those that were written", null);
        }
        sink.foot(foot);
        return new Checked(head, foot);
    }

    private static boolean isPiece(@Nullable TarArchiveEntry entry, String prefix, int number) {
        return entry != null && entry.isFile() && entry.getName().equals(prefix + number);
    }

    private void pass(InputStream piece) throws IOException, SQLException {
        for (int length = piece.read(buffer); length >= 0; length = piece.read(buffer)) {
            digest.update(buffer, 0, length);
            sink.rows(buffer, length);
        }
    }

    private void check(BackupManifest.Head head) {
        if (!BackupManifest.FORMAT.equals(head.format()) || head.tables().isEmpty()) {
            throw damaged("it is not a backup of pgwright", null);
        }
        if (head.version() > BackupManifest.VERSION) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the backup %s is of a newer pgwright (%s), in version %d of its format"
                            .formatted(file, head.pgwright(), head.version()),
                    "use that version");
        }
    }

    private <T> T json(
            InputStream content, @Nullable TarArchiveEntry entry, String name, Class<T> type)
            throws IOException {
        if (entry == null || !entry.getName().equals(name)) {
            throw damaged("its " + name + " is missing", null);
        }
        byte[] bytes = content.readNBytes(LARGEST_MANIFEST + 1);
        if (bytes.length > LARGEST_MANIFEST) {
            throw damaged("its " + name + " is too large", null);
        }
        return BackupManifest.JSON.readValue(bytes, type);
    }

    private PgwrightException damaged(String why, @Nullable Exception cause) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the backup " + file + " is damaged: " + why,
                "use another backup; nothing was restored",
                cause);
    }
}
