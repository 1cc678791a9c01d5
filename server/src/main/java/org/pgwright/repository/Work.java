package org.pgwright.repository;

import java.time.Duration;

/**
 * The kinds of work on the repository: how long one statement of each may take, and why no longer.
 *
 * <p>The server enforces it ({@code statement_timeout}), and the client too, a little later, in
 * case the server no longer answers.
 */
public enum Work {
    /** Storing what was observed. */
    WRITE(Duration.ofSeconds(30), "what was observed is stored in well under a second"),
    /** Answering a question. */
    READ(Duration.ofMinutes(1), "somebody waits for the answer"),
    /** Sums, partitions, what runs by itself. */
    MAINTENANCE(Duration.ofMinutes(10), "an hour's samples are summed up in seconds"),
    /** Migrations, backup and restore, which touch every row. */
    TRANSFER(Duration.ofHours(12), "a repository of hundreds of gigabytes is copied in hours");

    /** How much later than the server the client gives up. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Duration deadline;
    private final String reason;

    Work(Duration deadline, String reason) {
        this.deadline = deadline;
        this.reason = reason;
    }

    /** What one statement may take. */
    public Duration deadline() {
        return deadline;
    }

    /** Why it is not longer, for people. */
    public String reason() {
        return reason;
    }

    /** As {@code statement_timeout} takes it. */
    String statementTimeout() {
        return deadline.toMillis() + "ms";
    }

    /** How long the server may be silent, in milliseconds. */
    int networkTimeout() {
        return Math.toIntExact(deadline.plus(GRACE).toMillis());
    }
}
