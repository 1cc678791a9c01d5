package org.pgwright.repository.present;

import java.time.Duration;

/**
 * How a collector did in the last minute in which it ran.
 *
 * @param database empty for one of the whole server
 * @param isWell whether no run failed
 * @param duration of a run, on average
 */
public record CollectorState(
        String server, String database, String collector, boolean isWell, Duration duration) {}
