package org.pgwright.log;

import org.pgwright.workload.CallTimes;
import org.pgwright.workload.LoggedCalls;
import org.pgwright.workload.Percentile;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What the log says of all calls of a query. */
public final class QueryTotals {
    private static final int MOST_NAMES = 10;

    private static final double NANOS_A_MILLI = 1e6;

    private final QueryNames.Name name;
    private final CallTimes times = new CallTimes();
    private final Set<String> users = new TreeSet<>();
    private final Set<String> databases = new TreeSet<>();
    private boolean isOurs = true;
    private long calls;
    private double totalMillis;
    private double longestMillis;
    private long errors;
    private long temporaryFiles;
    private long temporaryBytes;
    private long lockWaits;
    private double lockMillis;

    QueryTotals(QueryNames.Name name) {
        this.name = name;
    }

    /** Somebody else runs it, too. */
    void isOfOthers() {
        isOurs = false;
    }

    void called(double millis, String user, String database) {
        calls++;
        totalMillis += millis;
        longestMillis = Math.max(longestMillis, millis);
        times.add(Duration.ofNanos(Math.round(millis * NANOS_A_MILLI)));
        note(users, user);
        note(databases, database);
    }

    /** A step before a call, or a further part of its rows: time, and no call. */
    void spent(double millis) {
        totalMillis += millis;
    }

    void failed() {
        errors++;
    }

    void wroteTemporaryFile(long bytes) {
        temporaryFiles++;
        temporaryBytes += bytes;
    }

    void waited(double millis) {
        lockWaits++;
        lockMillis += millis;
    }

    private static void note(Set<String> names, String name) {
        if (!name.isEmpty() && names.size() < MOST_NAMES) {
            names.add(name);
        }
    }

    /** As for texts of pg_stat_statements. */
    public String hash() {
        return name.hash();
    }

    /** Without literals. */
    public String text() {
        return name.text();
    }

    /** Whether only pgwright itself ran it. */
    public boolean isOurs() {
        return isOurs;
    }

    /** Logged calls. */
    public long calls() {
        return calls;
    }

    /** Of all logged calls and steps. */
    public double totalMillis() {
        return totalMillis;
    }

    public double longestMillis() {
        return longestMillis;
    }

    /** Of a logged call, steps before it included; 0 without calls. */
    public double meanMillis() {
        return calls == 0 ? 0 : totalMillis / calls;
    }

    /**
     * A percentile of the times of its calls.
     *
     * @param share over 0 to below 1
     * @param logged which calls the log holds
     */
    public Percentile percentile(double share, LoggedCalls logged) {
        return times.at(share, logged, null);
    }

    public long errors() {
        return errors;
    }

    public long temporaryFiles() {
        return temporaryFiles;
    }

    public long temporaryBytes() {
        return temporaryBytes;
    }

    /** Waits that ended with the lock. */
    public long lockWaits() {
        return lockWaits;
    }

    public double lockMillis() {
        return lockMillis;
    }

    /** The first few, in the order of the alphabet. */
    public Set<String> users() {
        return Collections.unmodifiableSet(users);
    }

    /** The first few. */
    public Set<String> databases() {
        return Collections.unmodifiableSet(databases);
    }
}
