package org.pgwright.observation;

import java.time.Instant;
import java.util.List;

/**
 * The sessions of a server at one moment.
 *
 * @param connections of clients, idle ones too
 * @param connectionLimit {@code max_connections}
 */
public record Activity(
        Instant takenAt, int connections, int connectionLimit, List<Session> sessions) {
    public Activity {
        sessions = List.copyOf(sessions);
    }
}
