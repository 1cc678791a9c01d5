package org.pgwright.embedded;

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
                cleanUnlessLocked(file, owner.get());
            }
        }
    }

    /** Stops whatever still runs on the data folder and removes the run. */
    static void remove(Path ownerFile, Path data) throws IOException {
        Path folder = runOf(ownerFile);
        Optional<Postmaster> postmaster = Postmaster.of(data);
        if (postmaster.isPresent()) {
            postmaster.get().stop(data.startsWith(folder) ? "QUIT" : "INT");
        }
        Folders.remove(List.of(folder, ownerFile, OwnerFile.lockOf(ownerFile)));
    }

    private static void cleanUnlessLocked(Path file, OwnerFile.Owner owner) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                OwnerFile.lockOf(file),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(file, Path.of(owner.note()));
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
