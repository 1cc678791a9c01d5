package org.pgwright.embedded;

import com.sun.security.auth.module.UnixSystem;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where unpacked binaries and the folders of running servers lie: for root a folder that the
 * unprivileged user of the server can reach, else the user's own cache (XDG Base Directory
 * Specification).
 */
public final class CacheFolder {
    /** For root, whose own home no other user can enter. */
    static final Path OF_ROOT = Path.of("/var/cache/pgwright");

    private CacheFolder() {}

    /**
     * The cache folder of the user that runs this process; does not create it.
     *
     * @param environment the process's environment variables
     * @throws PgwrightException USAGE for a relative PGWRIGHT_CACHE, or where there is no home
     */
    public static Path of(Map<String, String> environment) {
        return of(environment, new UnixSystem().getUid() == 0);
    }

    static Path of(Map<String, String> environment, boolean root) {
        String named = environment.getOrDefault("PGWRIGHT_CACHE", "");
        if (!named.isEmpty()) {
            return named(named);
        }
        if (root) {
            return OF_ROOT;
        }
        String cache = absolute(environment.get("XDG_CACHE_HOME"));
        if (cache != null) {
            return Path.of(cache, "pgwright");
        }
        String home = absolute(environment.get("HOME"));
        if (home != null) {
            return Path.of(home, ".cache", "pgwright");
        }
        throw new PgwrightException(
                ErrorCode.USAGE,
                "there is no folder for cached files: neither HOME nor XDG_CACHE_HOME is set",
                "set PGWRIGHT_CACHE to a folder of your own");
    }

    private static Path named(String path) {
        if (!path.startsWith("/")) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "PGWRIGHT_CACHE is '" + path + "', which depends on the folder one is in",
                    "give it a path that begins with /");
        }
        return Path.of(path);
    }

    /** The specification has relative paths ignored. */
    private static @Nullable String absolute(@Nullable String path) {
        return path != null && path.startsWith("/") ? path : null;
    }
}
