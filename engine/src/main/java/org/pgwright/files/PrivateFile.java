package org.pgwright.files;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Writes files that only their owner may read, each whole or not at all. */
public final class PrivateFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private static final FileAttribute<?>[] OWNER_ONLY =
            POSIX
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private PrivateFile() {}

    /**
     * The file that a name stands for: where a link leads, so that the link stays one.
     *
     * @throws PgwrightException USAGE unless it is a regular file, or none yet
     */
    public static Path target(Path named) {
        if (!Files.exists(named, LinkOption.NOFOLLOW_LINKS)) {
            return named;
        }
        if (Files.isDirectory(named)) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "'" + named + "' is a folder", "name a file in it");
        }
        if (!Files.isRegularFile(named)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    named + " is no regular file, nor a link to one",
                    "name another file");
        }
        try {
            return named.toRealPath();
        } catch (IOException e) {
            throw failure(named, e);
        }
    }

    /**
     * Writes beside the file first, then takes its place.
     *
     * @throws PgwrightException DISK_FULL, or USAGE where the file cannot be made
     */
    public static void replace(Path named, Content content) {
        Path file = target(named);
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path draft = Files.createTempFile(folder, ".pgwright-", ".draft", OWNER_ONLY);
            try {
                write(draft, content);
                move(draft, file);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static void write(Path draft, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            content.write(new Uncloseable(out));
            channel.force(true);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** As {@link #replace(Path, Content)}, with a text in UTF-8. */
    public static void replace(Path named, String text) {
        replace(named, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Whether its group or others may read or write it.
     *
     * @throws IOException if it is not there
     */
    public static boolean isOpenToOthers(Path file) throws IOException {
        return POSIX && !OWNERS.containsAll(Files.getPosixFilePermissions(file));
    }

    /** What went wrong with a file that was to be written. */
    public static PgwrightException failure(Path file, IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left") || message.contains("quota exceeded")) {
            return new PgwrightException(
                    ErrorCode.DISK_FULL,
                    "there is no room for " + file,
                    "make room on the disk, or name a file on another",
                    failure);
        }
        if (failure instanceof NoSuchFileException) {
            return new PgwrightException(
                    ErrorCode.USAGE,
                    "the folder of " + file + " does not exist",
                    "make it, or name another file",
                    failure);
        }
        return new PgwrightException(
                ErrorCode.USAGE,
                file + " cannot be written",
                "check that you may write in its folder",
                failure);
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Lets the file be flushed to the disk after its writer has ended. */
    private static final class Uncloseable extends FilterOutputStream {
        Uncloseable(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
