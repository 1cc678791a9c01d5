package org.pgwright.observation;

import java.time.Instant;

/**
 * Scans of an index in an hour, as logged plans with times have them.
 *
 * @param scans how often a node of a plan was run
 * @param totalMicros that they took, with the rows that an index scan fetches from the table
 */
public record LoggedScanHour(Key key, long scans, long totalMicros) {
    /**
     * Which index.
     *
     * @param hour its beginning
     * @param index without schema, which plans do not tell
     */
    public record Key(Instant hour, String database, String index) {}
}
