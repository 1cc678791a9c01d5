package org.pgwright.tuning.rehearsal;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.RepositoryLocation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the journal of the rehearsals on one copy is: a repository of its own, which is there only
 * as long as there is something to take back. One process at a time has it.
 */
final class JournalFolder implements AutoCloseable {
    private static final int NAME = 16;

    private final Path home;
    private final FileChannel lock;

    private JournalFolder(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /**
     * Takes that of a copy.
     *
     * @param journals the folder of all
     * @throws PgwrightException IN_USE if another process rehearses on the copy
     */
    static JournalFolder of(Path journals, CopyCheck.Place copy) {
        Path home = journals.toAbsolutePath().normalize().resolve(name(copy));
        try {
            Files.createDirectories(journals);
            FileChannel lock =
                    FileChannel.open(
                            home.resolveSibling(home.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!isTaken(lock)) {
                lock.close();
                throw new PgwrightException(
                        ErrorCode.IN_USE,
                        "another pgwright rehearses on " + copy.address(),
                        "wait until it has ended");
            }
            return new JournalFolder(home, lock);
        } catch (IOException failure) {
            throw unusable(home, failure);
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            FileLock taken = lock.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    /** Of the copy's server, address and database. */
    private static String name(CopyCheck.Place copy) {
        String all =
                String.join(
                        "\n",
                        Long.toUnsignedString(copy.server().systemIdentifier()),
                        copy.address(),
                        copy.database());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether a rehearsal was ended before it took back what it did. */
    boolean isLeft() {
        return Files.exists(home.resolve("data"));
    }

    /** Where the journal is. */
    RepositoryLocation location() {
        return new RepositoryLocation.Embedded(home);
    }

    /**
     * Removes the journal, when there is nothing to take back.
     *
     * @throws PgwrightException if a file cannot be removed
     */
    void remove() {
        try {
            if (!Files.exists(home)) {
                return;
            }
            List<Path> all;
            try (Stream<Path> found = Files.walk(home)) {
                all = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw unusable(home, failure);
        }
    }

    private static PgwrightException unusable(Path home, IOException failure) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the journal in " + home + ": " + FileFailure.sentence(failure),
                "see to the folder's permissions, or name another with --data",
                failure);
    }

    /** Lets others have it. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw unusable(home, failure);
        }
    }
}
