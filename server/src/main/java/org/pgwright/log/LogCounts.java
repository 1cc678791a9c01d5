package org.pgwright.log;

import org.pgwright.log.event.LogEvent;

/** How often things happened. */
public final class LogCounts {
    long entries;
    long filtered;
    long statements;
    double millis;
    long plans;
    long timesOnly;
    long errors;
    long cancellations;
    long deadlocks;
    long lockWaits;
    double lockMillis;
    long temporaryFiles;
    long temporaryBytes;
    long disconnections;
    private long connections;
    private long checkpoints;
    private double checkpointSeconds;
    private long checkpointBuffers;

    LogCounts() {}

    void checkpoint(LogEvent.CheckpointEnded ended) {
        checkpoints++;
        checkpointSeconds += ended.totalSeconds();
        checkpointBuffers += ended.buffers();
    }

    void connected(LogEvent.Connected connected) {
        connections += connected.isAuthorized() ? 1 : 0;
    }

    /** Entries read, those that do not count too. */
    public long entries() {
        return entries;
    }

    /** Entries that do not count: before or after the time asked for. */
    public long filtered() {
        return filtered;
    }

    /** Calls of statements with their time. */
    public long statements() {
        return statements;
    }

    /** Of statements and their steps. */
    public double millis() {
        return millis;
    }

    /** Plans of auto_explain. */
    public long plans() {
        return plans;
    }

    /** Times whose statement is not in the log. */
    public long timesOnly() {
        return timesOnly;
    }

    public long errors() {
        return errors;
    }

    /** Statements that somebody or a timeout ended. */
    public long cancellations() {
        return cancellations;
    }

    public long deadlocks() {
        return deadlocks;
    }

    /** Waits that ended with the lock. */
    public long lockWaits() {
        return lockWaits;
    }

    public double lockMillis() {
        return lockMillis;
    }

    public long temporaryFiles() {
        return temporaryFiles;
    }

    public long temporaryBytes() {
        return temporaryBytes;
    }

    /** Sessions that were let in. */
    public long connections() {
        return connections;
    }

    public long disconnections() {
        return disconnections;
    }

    /** Restartpoints too. */
    public long checkpoints() {
        return checkpoints;
    }

    public double checkpointSeconds() {
        return checkpointSeconds;
    }

    public long checkpointBuffers() {
        return checkpointBuffers;
    }
}
