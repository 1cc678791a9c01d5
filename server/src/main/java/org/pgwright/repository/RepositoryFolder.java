package org.pgwright.repository;

import com.sun.security.auth.module.UnixSystem;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of the embedded repository where none is named: in the user's own data (XDG Base
 * Directory Specification), for root one that the unprivileged user of the server can reach.
 */
public final class RepositoryFolder {
    /** For root, whose own home no other user can enter. */
    static final Path OF_ROOT = Path.of("/var/lib/pgwright");

    private RepositoryFolder() {}

    /**
     * The folder of the user that runs this process; does not create it.
     *
     * @param environment the process's environment variables
     * @param home of the user
     * @throws PgwrightException USAGE for a relative PGWRIGHT_DATA
     */
    public static Path of(Map<String, String> environment, Path home) {
        return of(environment, home, new UnixSystem().getUid() == 0);
    }

    static Path of(Map<String, String> environment, Path home, boolean root) {
        String named = environment.getOrDefault("PGWRIGHT_DATA", "");
        if (!named.isEmpty()) {
            return named(named);
        }
        if (root) {
            return OF_ROOT;
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        // The specification has relative paths ignored.
        return data.startsWith("/")
                ? Path.of(data, "pgwright")
                : home.resolve(".local/share/pgwright");
    }

    private static Path named(String path) {
        if (!path.startsWith("/")) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "PGWRIGHT_DATA is '" + path + "', which depends on the folder one is in",
                    "give it a path that begins with /");
        }
        return Path.of(path);
    }
}
