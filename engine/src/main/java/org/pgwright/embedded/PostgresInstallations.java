package org.pgwright.embedded;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds binaries of PostgreSQL by major: those that came with pgwright, else the machine's own. */
public final class PostgresInstallations {
    private final ShippedBinaries shipped;
    private final LocalInstallations local;

    /**
     * @param shippedFolders hold a folder for each major with the jars of its binaries
     * @param cache of {@link CacheFolder}; the binaries are unpacked below it
     */
    public PostgresInstallations(List<Path> shippedFolders, Path cache) {
        this(shippedFolders, cache, List.of());
    }

    /**
     * @param searchPath the folders of the user's PATH
     */
    public PostgresInstallations(List<Path> shippedFolders, Path cache, List<Path> searchPath) {
        this.shipped = new ShippedBinaries(shippedFolders, cache);
        this.local = new LocalInstallations(LocalInstallations.USUAL, searchPath);
    }

    /**
     * Binaries of a major; unpacks shipped ones once, safely with several processes.
     *
     * @throws PgwrightException if there are none for this machine
     */
    public PostgresInstallation ofMajor(int major) {
        try {
            Optional<Path> unpacked = shipped.ofMajor(major);
            if (unpacked.isPresent()) {
                Optional<PostgresInstallation> ours =
                        LocalInstallations.inspect(unpacked.get(), true);
                if (ours.isPresent()) {
                    return ours.get();
                }
            }
        } catch (IOException failure) {
            throw ServerLog.failure("PostgreSQL " + major + " could not be unpacked", failure);
        }
        return local.ofMajor(major)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.TWIN_FAILED,
                                        "there are no binaries of PostgreSQL "
                                                + major
                                                + " that run on this machine",
                                        "install PostgreSQL "
                                                + major
                                                + ", or name the folder of its binaries with"
                                                + " --twin-postgres"));
    }

    /**
     * The installation in a folder.
     *
     * @param folder the one with the programs, or the one above it
     * @throws PgwrightException if there is none that runs
     */
    public PostgresInstallation at(Path folder) {
        return LocalInstallations.inspect(folder.resolve("bin"), false)
                .or(() -> LocalInstallations.inspect(folder, false))
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "there is no PostgreSQL that runs on this machine in '"
                                                + folder
                                                + "'",
                                        "name the folder that holds its postgres and initdb"));
    }
}
