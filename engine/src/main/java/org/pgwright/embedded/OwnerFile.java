package org.pgwright.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A file that names the process that owns what lies beside it, with a lock file that the process
 * holds as long as it lives.
 *
 * <p>The name alone would do but for processes that do not see each other, such as two containers
 * that share a folder. The lock has its own file because POSIX drops a process's locks on a file as
 * soon as the process closes it once, if only after reading it.
 */
final class OwnerFile implements AutoCloseable {
    static final String SUFFIX = ".owner";
    static final String LOCK_SUFFIX = ".lock";

    /** Of an owner file that is being written. */
    static final String DRAFT_SUFFIX = ".new";

    private final Path file;
    private final Owner owner;
    private final FileChannel channel;

    private OwnerFile(Path file, Owner owner, FileChannel channel) {
        this.file = file;
        this.owner = owner;
        this.channel = channel;
    }

    /**
     * Who owns or owned something.
     *
     * @param data where the data of the owner's server lies
     */
    record Owner(ProcessIdentity process, Path data) {
        private static Optional<Owner> parse(List<String> lines) {
            if (lines.size() < 2) {
                return Optional.empty();
            }
            try {
                Path data = Path.of(lines.get(1));
                return ProcessIdentity.parse(lines.get(0)).map(process -> new Owner(process, data));
            } catch (InvalidPathException notOurs) {
                return Optional.empty();
            }
        }

        private List<String> lines() {
            return List.of(process.text(), data.toString());
        }
    }

    /**
     * Takes ownership for this process.
     *
     * @param file ends in {@link #SUFFIX}
     * @param data where the data of the server will lie, for those who clean up
     * @return empty if the owner lives
     */
    static synchronized Optional<OwnerFile> take(Path file, Path data) throws IOException {
        if (read(file).filter(owner -> owner.process().isAlive()).isPresent()) {
            return Optional.empty();
        }
        Optional<FileChannel> lock = lock(lockOf(file));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Owner owner = new Owner(ProcessIdentity.ofThisProcess(), data);
        try {
            write(file, owner.lines());
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(lockOf(file));
            lock.get().close();
            throw failure;
        }
        return Optional.of(new OwnerFile(file, owner, lock.get()));
    }

    /** Who owns or owned; empty if nobody, or if the file is not one of ours. */
    static Optional<Owner> read(Path file) {
        try {
            return Owner.parse(Files.readAllLines(file));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static Path lockOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(
                name.substring(0, name.length() - SUFFIX.length()) + LOCK_SUFFIX);
    }

    Path file() {
        return file;
    }

    /** This process. */
    Owner owner() {
        return owner;
    }

    /** Gives ownership up and removes both files. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(lockOf(file));
        channel.close();
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    /** All or nothing, so that nobody reads half a name. */
    private static void write(Path file, List<String> lines) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + DRAFT_SUFFIX);
        try {
            Files.write(beside, lines);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
