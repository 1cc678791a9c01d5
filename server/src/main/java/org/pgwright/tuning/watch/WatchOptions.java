package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionSettings;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to watch, and for how long.
 *
 * @param servers at least one, each by a database that has pg_stat_statements; replicas are
 *     recognised as such
 * @param databases to look into, by name; empty for all that the role may connect to
 * @param duration null for without end
 * @param isPatient whether to wait for servers that cannot be reached in the beginning
 */
public record WatchOptions(
        List<ConnectionSettings> servers,
        Set<String> databases,
        Rhythm rhythm,
        @Nullable Duration duration,
        boolean isPatient) {
    public WatchOptions {
        servers = List.copyOf(servers);
        databases = Set.copyOf(databases);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to watch");
        }
    }

    /** Servers that have to answer in the beginning. */
    public static WatchOptions of(
            List<ConnectionSettings> servers,
            Set<String> databases,
            Rhythm rhythm,
            @Nullable Duration duration) {
        return new WatchOptions(servers, databases, rhythm, duration, false);
    }

    boolean wants(String database) {
        return databases.isEmpty() || databases.contains(database);
    }
}
