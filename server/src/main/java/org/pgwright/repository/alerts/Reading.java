package org.pgwright.repository.alerts;

import java.time.Instant;

/**
 * The present value of a metric. What is not known has no reading; it is never 0 instead.
 *
 * @param value in the unit of the metric
 * @param takenAt by the clock of where it was taken
 */
public record Reading(AlertKey key, double value, Instant takenAt) {
    public Reading {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a reading is a number, not " + value);
        }
    }

    /** Of what it is a value. */
    public Metric metric() {
        return key.metric();
    }
}
