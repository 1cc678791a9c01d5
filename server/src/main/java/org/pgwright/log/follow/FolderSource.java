package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The files of a folder, or one file with those that rotation made of it. Never keeps a file open,
 * and never writes.
 */
public final class FolderSource implements LogSource {
    /** More than a server makes; what a folder of others holds is not worth the memory. */
    private static final int MOST_FILES = 20_000;

    private final Path named;
    private final Path folder;
    private final String beginning;

    private FolderSource(Path named, Path folder, String beginning) {
        this.named = named;
        this.folder = folder;
        this.beginning = beginning;
    }

    /** A folder that holds the log of one server, or the file that the server writes. */
    public static FolderSource of(Path named) {
        Path whole = named.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        Path name = whole.getFileName();
        return Files.isDirectory(whole) || parent == null || name == null
                ? new FolderSource(named, whole, "")
                : new FolderSource(named, parent, name.toString());
    }

    @Override
    public List<SeenFile> files() {
        List<SeenFile> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".") && name.startsWith(beginning)) {
                    SeenFile seen = seen(file, name);
                    if (seen != null) {
                        files.add(seen);
                    }
                }
                if (files.size() > MOST_FILES) {
                    throw refused("it holds more than " + MOST_FILES + " files", null);
                }
            }
        } catch (IOException failure) {
            throw refused(FileFailure.reason(failure), failure);
        }
        return files;
    }

    private PgwrightException refused(String reason, @Nullable IOException cause) {
        return new PgwrightException(
                ErrorCode.NOT_ALLOWED,
                "the log in " + folder + " cannot be read (" + reason + ")",
                "let pgwright read it, or give another place with --log",
                cause);
    }

    /** Null if it is no file, or no longer there. */
    private static @Nullable SeenFile seen(Path file, String name) {
        try {
            Map<String, Object> facts =
                    Files.readAttributes(file, "unix:isRegularFile,size,lastModifiedTime,ino");
            if (!Boolean.TRUE.equals(facts.get("isRegularFile"))) {
                return null;
            }
            return new SeenFile(
                    name,
                    facts.get("size") instanceof Long size ? size : 0,
                    facts.get("lastModifiedTime") instanceof FileTime time
                            ? time.toInstant()
                            : FileTime.fromMillis(0).toInstant(),
                    facts.get("ino") instanceof Long inode ? inode : 0);
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public List<byte @Nullable []> read(List<Range> ranges) {
        List<byte @Nullable []> parts = new ArrayList<>();
        for (Range range : ranges) {
            parts.add(read(range));
        }
        return parts;
    }

    /** A file that cannot be read is as one that is not there: whoever asks tells so. */
    private byte @Nullable [] read(Range range) {
        try (SeekableByteChannel file = Files.newByteChannel(folder.resolve(range.file()))) {
            long there = Math.max(0, file.size() - range.offset());
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(range.length(), there));
            file.position(range.offset());
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = file.read(bytes);
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public String shown() {
        return named.toString();
    }
}
