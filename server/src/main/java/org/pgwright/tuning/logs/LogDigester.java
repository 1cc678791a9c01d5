package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LogLosses;
import org.pgwright.log.LogReading;
import org.pgwright.log.QueryNames;
import org.pgwright.log.event.LogEvent;
import org.pgwright.observation.FollowedLog;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/** Says what of a batch is to be kept. Not for several threads. */
final class LogDigester {
    /** Beyond it a time in the log is not believed. */
    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    /** Of a longer silence only the end counts as followed. */
    private static final Duration LONGEST_SILENCE = Duration.ofDays(2);

    private static final Set<String> LOGGING =
            Set.of(
                    "log_min_duration_statement",
                    "log_min_duration_sample",
                    "log_statement_sample_rate");

    private final LogStoring storing;
    private final QueryNames names = new QueryNames();

    LogDigester(LogStoring storing) {
        this.storing = storing;
    }

    /**
     * Digests a batch.
     *
     * @param memory of what came before; changed
     */
    LogDigest digest(LogReading.Batch batch, LogMemory memory) {
        ExecutionDigester executions = new ExecutionDigester(storing, names, memory);
        EventDigester events = new EventDigester(names, storing.masksLiterals(), memory.events);
        Set<Instant> changed = new HashSet<>();
        Instant from = memory.until;
        for (LogEvent event : batch.events()) {
            Instant at = timeOf(event, memory.until);
            if (at == null) {
                continue;
            }
            from = from == null ? at : from;
            advance(memory, at);
            dispatch(event, at, memory, executions);
            events.add(event, at);
            if (isChange(event)) {
                changed.add(at.truncatedTo(ChronoUnit.HOURS));
            }
        }
        var rows = executions.executions();
        return new LogDigest(
                rows,
                memory.events.changed(),
                executions.calls(),
                executions.scans(),
                executions.statements(),
                changed,
                followed(from, memory.until, isLossy(batch.losses()) || executions.isLossy()));
    }

    /** Entries that have no time happened when the one before did. */
    private static @Nullable Instant timeOf(LogEvent event, @Nullable Instant before) {
        Instant own = event.origin().time();
        return own == null ? before : own.truncatedTo(ChronoUnit.MICROS);
    }

    private void advance(LogMemory memory, Instant at) {
        boolean isBelievable = at.isBefore(storing.clock().instant().plus(MOST_AHEAD));
        if (isBelievable && (memory.until == null || memory.until.isBefore(at))) {
            memory.until = at;
        }
    }

    private static void dispatch(
            LogEvent event, Instant at, LogMemory memory, ExecutionDigester executions) {
        String session = event.origin().session().key();
        switch (event) {
            case LogEvent.StatementBegan began -> memory.sessions.began(began);
            case LogEvent.StatementEnded ended -> executions.ended(ended, at);
            case LogEvent.PlanLogged plan -> executions.planned(plan, at);
            case LogEvent.Failed failed -> memory.sessions.finish(session);
            case LogEvent.Disconnected disconnected -> memory.sessions.left(session);
            default -> {}
        }
    }

    /** A server that starts may do so with other settings. */
    private static boolean isChange(LogEvent event) {
        return switch (event) {
            case LogEvent.SettingChanged setting -> LOGGING.contains(setting.name());
            case LogEvent.ServerChanged server -> server.state() == LogEvent.ServerState.STARTING;
            default -> false;
        };
    }

    private static boolean isLossy(LogLosses losses) {
        return losses.malformed() > 0
                || losses.otherLanguage() > 0
                || losses.tooLong() > 0
                || losses.lostParts() > 0;
    }

    private static @Nullable FollowedLog followed(
            @Nullable Instant from, @Nullable Instant until, boolean isLossy) {
        if (from == null || until == null || from.isAfter(until)) {
            return null;
        }
        Instant earliest = until.minus(LONGEST_SILENCE);
        return new FollowedLog(from.isBefore(earliest) ? earliest : from, until, isLossy);
    }
}
