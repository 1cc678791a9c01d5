package org.pgwright.tuning.logs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * How many rows of executions are kept a minute, so that a server that logs every call does not
 * drown the repository. Remembers two minutes, and of these a bounded number of statements.
 */
final class RowCaps {
    /** Of all statements together, a minute. */
    static final int MOST_ROWS = 5_000;

    private static final int MOST_KEYS = 100_000;

    /** What rows are kept for: how many of a statement a minute. */
    enum Kind {
        SLOW(100),
        WITH_PLAN(10),
        OTHER(3);

        private final int most;

        Kind(int most) {
            this.most = most;
        }

        int most() {
            return most;
        }
    }

    private record Key(Instant minute, String hash, Kind kind) {}

    private final Map<Key, Integer> rows;
    private final Map<Instant, Integer> all;
    private Instant newest;

    RowCaps() {
        this(new HashMap<>(), new HashMap<>(), Instant.MIN);
    }

    private RowCaps(Map<Key, Integer> rows, Map<Instant, Integer> all, Instant newest) {
        this.rows = rows;
        this.all = all;
        this.newest = newest;
    }

    RowCaps copy() {
        return new RowCaps(new HashMap<>(rows), new HashMap<>(all), newest);
    }

    /** Whether there is room for a row, which is then counted. */
    boolean take(Instant at, String hash, Kind kind) {
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        forgetBefore(minute);
        Key key = new Key(minute, hash, kind);
        int ofStatement = rows.getOrDefault(key, 0);
        int ofAll = all.getOrDefault(minute, 0);
        if (ofStatement >= kind.most() || ofAll >= MOST_ROWS || rows.size() >= MOST_KEYS) {
            return false;
        }
        rows.put(key, ofStatement + 1);
        all.put(minute, ofAll + 1);
        return true;
    }

    private void forgetBefore(Instant minute) {
        if (minute.isAfter(newest)) {
            newest = minute;
            Instant oldest = minute.minus(1, ChronoUnit.MINUTES);
            rows.keySet().removeIf(key -> key.minute().isBefore(oldest));
            all.keySet().removeIf(known -> known.isBefore(oldest));
        }
    }
}
