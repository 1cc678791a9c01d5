package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The folder of one running server.
 *
 * @param folder holds the socket and, where they are not kept, data and log
 * @param owner beside it, says that it is this process's
 */
record RunFolder(Path folder, OwnerFile owner) {
    /** What a socket's path can have at most, closing zero left out (unix(7); 103 on macOS). */
    private static final int MAX_SOCKET_PATH = 103;

    private static final int RANDOM_DIGITS = 8;

    /**
     * Creates one for this process.
     *
     * @param runs the folder that holds all of them
     * @param data where the server's data will be; null for inside the run folder
     */
    static RunFolder create(Path runs, ServerAccount account, @Nullable Path data)
            throws IOException {
        Folders.createOurs(runs, account);
        account.checkReaches(runs);
        String name =
                ProcessHandle.current().pid()
                        + "-"
                        + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
        Path folder = runs.toRealPath().resolve(name);
        checkLength(socket(folder, 65535));
        Path ownerFile = folder.resolveSibling(name + OwnerFile.SUFFIX);
        Path dataFolder = data == null ? folder.resolve("data") : data;
        OwnerFile owner =
                OwnerFile.take(ownerFile, dataFolder)
                        .orElseThrow(() -> new IOException(ownerFile + " is taken"));
        RunFolder run = new RunFolder(folder, owner);
        try {
            Folders.createOurs(folder, account);
            Folders.createPrivate(run.sockets(), account);
            return run;
        } catch (IOException | RuntimeException failure) {
            run.remove();
            throw failure;
        }
    }

    /** Stops what still runs in it, removes it and gives it up; an interrupt waits until then. */
    void remove() throws IOException {
        // An interrupted thread cannot read a file, which it takes to find what still runs.
        boolean interrupted = Thread.interrupted();
        try {
            Leftovers.remove(owner.file(), owner.owner());
            owner.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Path sockets() {
        return folder.resolve("s");
    }

    Path socket(int port) {
        return socket(folder, port);
    }

    private static Path socket(Path folder, int port) {
        return folder.resolve("s").resolve(".s.PGSQL." + port);
    }

    private static void checkLength(Path socket) {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the path of a Unix socket would be too long: " + socket,
                    "choose a cache folder with a shorter path, by PGWRIGHT_CACHE");
        }
    }
}
