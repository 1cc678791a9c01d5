package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a server has counted for one object so far.
 *
 * @param object whose; its key, or its number in the repository
 * @param incarnation tells an object from one of the same name that was there before: its oid; 0
 *     where there is nothing to tell
 * @param since since when it counts, where the server says so
 */
public record CounterReading<K>(
        K object, long incarnation, @Nullable Instant since, Counters counters) {
    /** The same under another key. */
    public <L> CounterReading<L> of(L other) {
        return new CounterReading<>(other, incarnation, since, counters);
    }
}
