package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.Origin;

import java.time.Instant;
import java.util.Comparator;

/**
 * One call of a query.
 *
 * @param origin who called, and when the call ended
 */
public record SlowCall(double millis, QueryTotals query, Origin origin) {
    /** The slowest first; of equal ones, that which came first. */
    static final Comparator<SlowCall> SLOWEST_FIRST =
            Comparator.comparingDouble(SlowCall::millis)
                    .reversed()
                    .thenComparing(SlowCall::ended, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(call -> call.query().hash());

    /** When it ended; null if the log does not say. */
    public @Nullable Instant ended() {
        return origin.time();
    }

    public String user() {
        return origin.session().user();
    }

    public String database() {
        return origin.session().database();
    }

    public String application() {
        return origin.session().application();
    }
}
