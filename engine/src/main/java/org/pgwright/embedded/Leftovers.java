package org.pgwright.embedded;

import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What processes of ours left behind that were killed: their servers are stopped and their run
 * folders removed.
 *
 * <p>Never touches what a living process owns, what belongs to another user, or what has no owner
 * file.
 */
final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

    /** Named after the process, see {@link RunFolder}. */
    private static final Pattern LOCK =
            Pattern.compile("([0-9]{1,9})-[0-9a-f]+" + Pattern.quote(OwnerFile.LOCK_SUFFIX));

    private Leftovers() {}

    /**
     * Cleans up.
     *
     * @param runs the folder that holds the run folders; need not exist
     */
    static void clean(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(runs.toRealPath())) {
            all = files.toList();
        }
        all.stream().filter(Leftovers::isUnfinished).forEach(Leftovers::removeUnlessLocked);
        for (Path file : all.stream().filter(Leftovers::isOwnerFile).toList()) {
            Optional<OwnerFile.Owner> owner = OwnerFile.read(file);
            if (owner.isPresent() && !owner.get().process().isAlive()) {
                try {
                    cleanUnlessLocked(file, owner.get());
                } catch (IOException | PgwrightException failure) {
                    // One that cannot be removed must not keep new servers from starting.
                    LOG.log(System.Logger.Level.WARNING, "could not clean up " + file, failure);
                }
            }
        }
    }

    /**
     * Stops whatever the owner left running on the data folder and removes its run.
     *
     * @param owner whom the owner file names
     */
    static void remove(Path ownerFile, OwnerFile.Owner owner) throws IOException {
        Path folder = runOf(ownerFile);
        Path data = owner.data();
        boolean kept = !data.startsWith(folder);
        if (!kept || isStillOf(owner.process(), data)) {
            Optional<Postmaster> postmaster = Postmaster.of(data);
            if (postmaster.isPresent()) {
                postmaster.get().stop(kept ? "INT" : "QUIT");
            }
        }
        Folders.remove(List.of(folder, ownerFile, OwnerFile.lockOf(ownerFile)));
    }

    /** Another process may have started a server on the same kept data since. */
    private static boolean isStillOf(ProcessIdentity process, Path data) {
        return OwnerFile.read(Storage.ownerFile(data))
                .filter(owner -> owner.process().equals(process))
                .isPresent();
    }

    private static void cleanUnlessLocked(Path file, OwnerFile.Owner owner) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                OwnerFile.lockOf(file),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(file, owner);
            }
        } catch (OverlappingFileLockException cleanedByAnotherThread) {
            return;
        }
    }

    /** A lock without its owner file, of a process that died between writing the two. */
    private static boolean isUnfinished(Path file) {
        Matcher name = LOCK.matcher(String.valueOf(file.getFileName()));
        try {
            return name.matches()
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Folders.isOurs(file)
                    && !Files.exists(ownerOf(file), LinkOption.NOFOLLOW_LINKS)
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
        } catch (IOException gone) {
            return false;
        }
    }

    private static void removeUnlessLocked(Path lockFile) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Path owner = ownerOf(lockFile);
                Path draft = owner.resolveSibling(owner.getFileName() + OwnerFile.DRAFT_SUFFIX);
                Folders.remove(List.of(draft, lockFile));
            }
        } catch (IOException | PgwrightException | OverlappingFileLockException failure) {
            LOG.log(System.Logger.Level.WARNING, "could not clean up " + lockFile, failure);
        }
    }

    private static Path ownerOf(Path lockFile) {
        String name = String.valueOf(lockFile.getFileName());
        int end = name.length() - OwnerFile.LOCK_SUFFIX.length();
        return lockFile.resolveSibling(name.substring(0, end) + OwnerFile.SUFFIX);
    }

    private static boolean isOwnerFile(Path file) {
        try {
            return file.toString().endsWith(OwnerFile.SUFFIX)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Folders.isOurs(file);
        } catch (IOException gone) {
            return false;
        }
    }

    private static Path runOf(Path ownerFile) {
        String name = String.valueOf(ownerFile.getFileName());
        return ownerFile.resolveSibling(
                name.substring(0, name.length() - OwnerFile.SUFFIX.length()));
    }
}
