package org.pgwright.log;

import org.pgwright.log.event.Origin;

import java.util.List;
import java.util.PriorityQueue;

/** The slowest calls of all queries but pgwright's own: {@link #MOST} at most. */
final class SlowCalls {
    static final int MOST = 1_000;

    private final PriorityQueue<SlowCall> slowest =
            new PriorityQueue<>(SlowCall.SLOWEST_FIRST.reversed());

    void add(double millis, QueryTotals query, Origin origin) {
        SlowCall fastest = slowest.size() < MOST ? null : slowest.element();
        if (query.isOurs() || (fastest != null && millis <= fastest.millis())) {
            return;
        }
        if (fastest != null) {
            slowest.remove();
        }
        slowest.add(new SlowCall(millis, query, origin));
    }

    /** The slowest first. */
    List<SlowCall> all() {
        return slowest.stream().sorted(SlowCall.SLOWEST_FIRST).toList();
    }
}
