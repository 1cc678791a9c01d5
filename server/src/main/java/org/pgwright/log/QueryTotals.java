package org.pgwright.log;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** What the log says of all calls of a query. */
public final class QueryTotals {
    private static final int MOST_NAMES = 10;

    private final String hash;
    private final String text;
    private final boolean isOurs;
    private final Percentiles percentiles = new Percentiles();
    private final Set<String> users = new TreeSet<>();
    private final Set<String> databases = new TreeSet<>();
    private long calls;
    private double totalMillis;
    private double longestMillis;
    private long errors;
    private long temporaryFiles;
    private long temporaryBytes;
    private long lockWaits;
    private double lockMillis;

    QueryTotals(String hash, String text, boolean isOurs) {
        this.hash = hash;
        this.text = text;
        this.isOurs = isOurs;
    }

    void called(double millis, String user, String database) {
        calls++;
        totalMillis += millis;
        longestMillis = Math.max(longestMillis, millis);
        percentiles.add(millis);
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
        return hash;
    }

    /** Without literals. */
    public String text() {
        return text;
    }

    /** Whether pgwright itself ran it. */
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

    public Percentile percentile(double percent, Logging logging) {
        return percentiles.of(percent, logging);
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
