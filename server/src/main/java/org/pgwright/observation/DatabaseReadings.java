package org.pgwright.observation;

import java.time.Instant;
import java.util.List;

/** All databases of a server at one moment, without templates. */
public record DatabaseReadings(
        Instant takenAt, Instant serverStartedAt, List<DatabaseReading> databases) {
    public DatabaseReadings {
        databases = List.copyOf(databases);
    }
}
