package org.pgwright.embedded;

import com.sun.security.auth.module.UnixSystem;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Folders that only we can write to, and their removal. */
final class Folders {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Folders() {}

    /**
     * Creates a folder and those above it where they are missing.
     *
     * @throws PgwrightException if it exists and another user could write to it
     */
    static void createOurs(Path folder, ServerAccount account) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent, mode(account));
        }
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, mode(account));
            Files.setPosixFilePermissions(folder, permissions(account));
        }
        boolean closed =
                !Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
        if (!closed || !isOurs(folder)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    folder + " belongs to another user or can be written by all",
                    "choose a folder of your own, for cached files by PGWRIGHT_CACHE");
        }
    }

    /** What we own, links not followed. */
    static boolean isOurs(Path path) throws IOException {
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner.equals((int) new UnixSystem().getUid());
    }

    /** A new folder inside one of ours, for the server's own use alone. */
    static Path createPrivate(Path folder, ServerAccount account) throws IOException {
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.give(folder);
        return folder;
    }

    /**
     * Removes files and folders with all that is in them; what is not there is no error.
     *
     * <p>Left to rm(1), which cannot be led astray by links that somebody puts in its way.
     */
    static void remove(List<Path> paths) throws IOException {
        List<Path> there = paths.stream().filter(Folders::exists).toList();
        if (there.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("/bin/rm", "-rf", "--"));
        there.forEach(path -> command.add(path.toString()));
        Command.Result result = Command.run(command, PATIENCE);
        for (Path path : there) {
            if (exists(path)) {
                throw new IOException("could not remove " + path + ": " + result.output().strip());
            }
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileAttribute<?> mode(ServerAccount account) {
        return PosixFilePermissions.asFileAttribute(permissions(account));
    }

    private static Set<PosixFilePermission> permissions(ServerAccount account) {
        return PosixFilePermissions.fromString(account.user() == null ? "rwx------" : "rwxr-xr-x");
    }
}
