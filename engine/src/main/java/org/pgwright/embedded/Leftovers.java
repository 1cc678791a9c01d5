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
        List<Path> files;
        try (Stream<Path> all = Files.list(runs.toRealPath())) {
            files = all.filter(Leftovers::isOwnerFile).toList();
        }
        for (Path file : files) {
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
