package org.pgwright.postgres;

import java.time.Duration;

/**
 * How long each kind of work on a monitored server may take, and why no longer.
 *
 * <p>The server enforces them ({@code statement_timeout}), and the client too, a little later, in
 * case the server no longer answers.
 */
public enum Deadlines {
    /** Preparing the session: no more than a few settings. */
    SESSION(Duration.ofSeconds(10), "a session that cannot set its settings is not usable"),
    /** One list of the system catalogues: 100,000 indexes take a few seconds. */
    CATALOG(Duration.ofSeconds(90), "a list of a large catalogue takes seconds, not minutes"),
    /** The lengths of all files: one look at the file system for each gigabyte. */
    SIZES(Duration.ofMinutes(1), "slow storage must not hold our snapshot open for long"),
    /** The statistics of all columns, which are the bulk of a snapshot. */
    STATISTICS(Duration.ofMinutes(2), "the transaction holds back vacuum while it is open"),
    /** The view pg_stat_statements with its texts, which it reads from a file. */
    STATEMENTS(Duration.ofMinutes(1), "a texts file of gigabytes is not worth waiting for"),
    /** The smallest and largest value of one column, two look-ups in an index. */
    COLUMN_ENDS(Duration.ofSeconds(1), "an index look-up takes milliseconds, a scan is too dear"),
    /** The ends of all columns together. */
    ALL_COLUMN_ENDS(Duration.ofSeconds(30), "exact ends make advice better, not possible"),
    /** The statistics of one expression, from a sample of its table. */
    SAMPLE(Duration.ofSeconds(5), "some thousand pages are read in a second or two"),
    /** All samples together. */
    ALL_SAMPLES(Duration.ofSeconds(30), "samples make advice better, not possible"),
    /** One plan of a statement; nothing is executed. */
    EXPLAIN(Duration.ofSeconds(10), "planning takes milliseconds unless locks are in its way"),
    /** One plan of a statement, of the dearest ones that are planned each hour. */
    PLAN(Duration.ofSeconds(2), "a plan that takes longer is not worth the server's time"),
    /** One question of the doctor. */
    CHECKUP(Duration.ofSeconds(10), "a check reads a few rows"),
    /** One look at a small view of a monitored server, every minute or so. */
    COLLECTION(Duration.ofSeconds(5), "a view of a few rows takes milliseconds"),
    /** One look at what sessions do, every second. */
    ACTIVITY(Duration.ofSeconds(2), "a look that takes longer says nothing of a moment"),
    /** Looking at one session, or telling it to end. */
    SIGNAL(Duration.ofSeconds(5), "a session is found and told in milliseconds"),
    /** One part of the log that a server gives, every second. */
    LOG(Duration.ofSeconds(5), "a few megabytes of a file are read in milliseconds"),
    /** Measuring one table or index that somebody named, which is read whole. */
    BLOAT(Duration.ofMinutes(10), "the transaction holds back vacuum while it is open"),
    /** A whole snapshot, from its first statement to its last. */
    SNAPSHOT(Duration.ofMinutes(10), "the transaction holds back vacuum while it is open"),
    /** Waiting for a lock that an exclusive lock of somebody else refuses. */
    LOCK(Duration.ofMillis(500), "waiting in a lock queue can hold up the application"),
    /** The same where only a plan is wanted, which may as well come an hour later. */
    PLAN_LOCK(Duration.ofMillis(20), "no statement is worth planning while somebody alters it"),
    /** Our own silence within a transaction. */
    IDLE(Duration.ofMinutes(2), "a client that died must not hold its transaction open");

    private final Duration duration;
    private final String reason;

    Deadlines(Duration duration, String reason) {
        this.duration = duration;
        this.reason = reason;
    }

    /** The time that may pass. */
    public Duration duration() {
        return duration;
    }

    /** Why it is not longer, for people. */
    public String reason() {
        return reason;
    }
}
