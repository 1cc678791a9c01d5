package org.pgwright.observation;

import org.pgwright.workload.CallTimes;

import java.time.Instant;

/** Calls of an hour that were logged with their time. */
public record LoggedCallHour(Key key, CallTimes times, long totalMicros) {
    /**
     * Whose calls.
     *
     * @param hour its beginning
     */
    public record Key(Instant hour, String database, String role, String hash) {}
}
