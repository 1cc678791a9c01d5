package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much room is left on the disk that holds a server's tables; PostgreSQL itself does not tell,
 * so it is known only of a server on this machine whose folders may be looked at.
 */
final class DiskRoom {
    private final @Nullable Path folder;

    private DiskRoom(@Nullable Path folder) {
        this.folder = folder;
    }

    /** That of a server on another machine. */
    static DiskRoom unknown() {
        return new DiskRoom(null);
    }

    /**
     * That of a folder of a server, if it is one of this machine.
     *
     * @param folder the server's data folder, or a tablespace's
     */
    static DiskRoom of(Path folder) {
        return Files.isDirectory(folder) ? new DiskRoom(folder) : unknown();
    }

    /** What is free; null where it is not known. */
    @Nullable Bytes free() {
        if (folder == null) {
            return null;
        }
        try {
            return new Bytes(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException unseen) {
            // The folder may be hidden from us, as that of another user is.
            return null;
        }
    }

    /** In words, if less than this is free. */
    Optional<String> lack(Bytes wanted) {
        Bytes free = free();
        return free == null || free.count() >= wanted.count()
                ? Optional.empty()
                : Optional.of(
                        "only %s of the server's disk are free, less than %s"
                                .formatted(free, wanted));
    }
}
