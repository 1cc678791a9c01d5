package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a server's data lies: in its run folder, or in a home that outlives it.
 *
 * @param secret the file with the superuser's password
 * @param claim our claim on the home; null for data that goes with the run
 */
record Storage(Path data, Path secret, Path log, @Nullable OwnerFile claim)
        implements AutoCloseable {
    private static final long LARGE_LOG = 10L << 20;

    static Storage temporary(Path run) {
        return new Storage(run.resolve("data"), run.resolve("superuser"), run.resolve("log"), null);
    }

    /**
     * Claims a home for this process, and stops the server of a killed process that still runs on
     * it.
     *
     * @throws PgwrightException IN_USE if a living process has it
     */
    static Storage kept(Path folder, ServerAccount account) throws IOException {
        Folders.createOurs(folder, account);
        account.checkReaches(folder);
        Path home = folder.toRealPath();
        Path log = home.resolve("server.log");
        if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
            Files.delete(log);
        }
        Path data = home.resolve("data");
        Optional<OwnerFile> claim = OwnerFile.take(ownerFile(data), data);
        if (claim.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.IN_USE,
                    home + " is in use by another server of pgwright",
                    "stop that one first, or choose another folder");
        }
        stopSurvivor(data);
        return new Storage(data, home.resolve("superuser"), log, claim.get());
    }

    /** The file that says whose a home is, from where its data lies. */
    static Path ownerFile(Path data) {
        return data.resolveSibling("server" + OwnerFile.SUFFIX);
    }

    boolean isKept() {
        return claim != null;
    }

    /** The superuser's password of existing data. */
    String password() throws IOException {
        if (!Files.exists(secret)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    secret + ", the superuser's password of the data beside it, is missing",
                    "restore that file, or choose another folder");
        }
        return Files.readString(secret);
    }

    /** Gives the home up. */
    @Override
    public void close() throws IOException {
        if (claim != null) {
            claim.close();
        }
    }

    /** The guard of a killed process may be stopping it at this moment; then this only waits. */
    private static void stopSurvivor(Path data) throws IOException {
        Optional<Postmaster> survivor = Postmaster.of(data);
        if (survivor.isPresent()) {
            survivor.get().stop("INT");
        }
    }
}
