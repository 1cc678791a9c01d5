package org.pgwright.log;

import java.time.Instant;

/** What happened in an hour. */
public final class HourTotals {
    private final Instant start;
    private long statements;
    private double millis;
    private long errors;

    HourTotals(Instant start) {
        this.start = start;
    }

    void statement(boolean isCall, double took) {
        statements += isCall ? 1 : 0;
        millis += took;
    }

    void failed() {
        errors++;
    }

    /** In UTC. */
    public Instant start() {
        return start;
    }

    public long statements() {
        return statements;
    }

    public double millis() {
        return millis;
    }

    public long errors() {
        return errors;
    }
}
