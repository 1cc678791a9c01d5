package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What is remembered of a log from one batch to the next. A batch works on a copy, which takes the
 * place of the original when the batch is kept.
 */
final class LogMemory {
    /** A server that makes up its statements is followed no further in an hour. */
    static final int MOST_STATEMENTS = 5_000;

    final SessionExecutions sessions;
    final RowCaps caps;
    final EventCounts events;
    @Nullable Instant until;
    private final Set<String> statements;
    private Instant hour;

    LogMemory(Supplier<UUID> ids, @Nullable Instant until) {
        this.sessions = new SessionExecutions();
        this.caps = new RowCaps();
        this.events = new EventCounts(ids);
        this.until = until;
        this.statements = new HashSet<>();
        this.hour = Instant.MIN;
    }

    private LogMemory(LogMemory other) {
        this.sessions = other.sessions.copy();
        this.caps = other.caps.copy();
        this.events = other.events.copy();
        this.until = other.until;
        this.statements = new HashSet<>(other.statements);
        this.hour = other.hour;
    }

    LogMemory copy() {
        return new LogMemory(this);
    }

    /** Whether a statement is one of those that are kept in its hour. */
    boolean admits(Instant at, String hash) {
        Instant now = at.truncatedTo(ChronoUnit.HOURS);
        if (now.isAfter(hour)) {
            hour = now;
            statements.clear();
        }
        return statements.contains(hash)
                || (statements.size() < MOST_STATEMENTS && statements.add(hash));
    }
}
