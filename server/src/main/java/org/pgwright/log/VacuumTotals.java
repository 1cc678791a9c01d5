package org.pgwright.log;

import org.pgwright.log.event.VacuumFigures;

/** What autovacuum did to a table. */
public final class VacuumTotals {
    private final String table;
    private long vacuums;
    private long analyzes;
    private double vacuumSeconds;
    private double analyzeSeconds;
    private long rowsRemoved;
    private long rowsStuck;
    private long walBytes;

    VacuumTotals(String table) {
        this.table = table;
    }

    void vacuumed(VacuumFigures figures) {
        vacuums++;
        vacuumSeconds += figures.elapsedSeconds();
        rowsRemoved += figures.rowsRemoved();
        rowsStuck = figures.rowsStuck();
        walBytes += figures.walBytes();
    }

    void analyzed(double seconds) {
        analyzes++;
        analyzeSeconds += seconds;
    }

    /** With database and schema. */
    public String table() {
        return table;
    }

    public long vacuums() {
        return vacuums;
    }

    public long analyzes() {
        return analyzes;
    }

    public double vacuumSeconds() {
        return vacuumSeconds;
    }

    public double analyzeSeconds() {
        return analyzeSeconds;
    }

    public long rowsRemoved() {
        return rowsRemoved;
    }

    /** Dead rows that the latest vacuum had to leave. */
    public long rowsStuck() {
        return rowsStuck;
    }

    public long walBytes() {
        return walBytes;
    }
}
