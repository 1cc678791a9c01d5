package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What to watch, and for how long.
 *
 * @param servers each by a database that has pg_stat_statements; replicas are recognised as such
 * @param databases to look into, by name; empty for all that the role may connect to
 * @param duration null for without end
 * @param isPatient whether to wait for servers that cannot be reached in the beginning
 * @param log which logs to follow
 * @param capturesPlans whether to have the dearest statements planned
 */
public record WatchOptions(
        WatchList servers,
        Set<String> databases,
        Rhythm rhythm,
        @Nullable Duration duration,
        boolean isPatient,
        LogOptions log,
        boolean capturesPlans) {
    public WatchOptions {
        databases = Set.copyOf(databases);
    }

    /** Servers that have to answer in the beginning, without their logs and plans. */
    public static WatchOptions of(
            List<ConnectionSettings> servers,
            Set<String> databases,
            Rhythm rhythm,
            @Nullable Duration duration) {
        return new WatchOptions(
                WatchList.of(servers), databases, rhythm, duration, false, LogOptions.NONE, false);
    }

    /** All that are on the list, without end; that may be none at first. */
    public static WatchOptions following(WatchList servers, Rhythm rhythm) {
        return new WatchOptions(servers, Set.of(), rhythm, null, true, LogOptions.NONE, false);
    }

    /** The same for as long as servers that cannot be reached may stay away. */
    public WatchOptions patient() {
        return new WatchOptions(servers, databases, rhythm, duration, true, log, capturesPlans);
    }

    /** The same with logs. */
    public WatchOptions with(LogOptions wanted) {
        return new WatchOptions(
                servers, databases, rhythm, duration, isPatient, wanted, capturesPlans);
    }

    /** The same with plans of the dearest statements, or without. */
    public WatchOptions capturingPlans(boolean wanted) {
        return new WatchOptions(servers, databases, rhythm, duration, isPatient, log, wanted);
    }

    LogChoice logOf(ConnectionSettings server) {
        return servers.isFirst(server) ? log.first() : log.others();
    }

    boolean wants(String database) {
        return databases.isEmpty() || databases.contains(database);
    }
}
