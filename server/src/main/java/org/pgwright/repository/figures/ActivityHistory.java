package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What sessions did over a time, from the looks at them. Numbers of sessions are how many there
 * were at a time on average, over all nodes; active are those that run a query, waiting or not.
 *
 * @param looks at sessions, of all nodes
 * @param step how long a point is
 * @param points without a gap, the oldest first
 * @param waits of active sessions, the most frequent first
 * @param queries the most frequent first
 * @param clients the most frequent first
 */
public record ActivityHistory(
        long looks,
        Average all,
        Duration step,
        List<Point> points,
        List<OfWait> waits,
        List<OfQuery> queries,
        List<OfClient> clients) {
    public ActivityHistory {
        points = List.copyOf(points);
        waits = List.copyOf(waits);
        queries = List.copyOf(queries);
        clients = List.copyOf(clients);
    }

    /** Sessions at a time on average. */
    public record Average(double active, double idleInTransaction) {}

    /**
     * One step.
     *
     * @param from included
     * @param to not included
     * @param sessions null where nobody looked
     */
    public record Point(Instant from, Instant to, @Nullable Average sessions) {}

    /**
     * What active sessions waited for.
     *
     * @param type as in pg_stat_activity (manual, section 27.2.3); empty for those that ran
     */
    public record OfWait(String type, String event, double active) {}

    /**
     * What they ran.
     *
     * @param hash null where there is no text, or the role may not see it
     */
    public record OfQuery(@Nullable String hash, @Nullable String pattern, Average sessions) {}

    /** Whose they were. */
    public record OfClient(
            String databaseName, String roleName, String applicationName, Average sessions) {}
}
