package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.LogLosses;
import org.pgwright.log.LogReading;
import org.pgwright.log.event.LogEvent;
import org.pgwright.observation.LogPosition;

import java.util.ArrayList;
import java.util.List;

/** Keeps statements and position together, and fails when it is told to. */
public final class KeptLog implements LogSink {
    public final List<String> statements = new ArrayList<>();
    LogLosses losses = LogLosses.NONE;
    private @Nullable LogPosition position;
    private int misses;
    private Failure failure = Failure.NONE;

    /** When to fail. */
    enum Failure {
        NONE,
        BEFORE_IT_IS_KEPT,
        AFTER_IT_IS_KEPT
    }

    /** How often something was said to be lost. */
    int misses() {
        return misses;
    }

    void failNext(Failure next) {
        failure = next;
    }

    @Override
    public void keep(LogReading.Batch batch, LogPosition reached) {
        Failure now = failure;
        failure = Failure.NONE;
        if (now != Failure.BEFORE_IT_IS_KEPT) {
            for (LogEvent event : batch.events()) {
                if (event instanceof LogEvent.StatementEnded ended && ended.step().isCall()) {
                    statements.add(ended.statement());
                }
            }
            losses = losses.plus(batch.losses());
            position = reached;
        }
        if (now != Failure.NONE) {
            throw new PgwrightException(
                    ErrorCode.CONNECTION_FAILED, "the repository is away", "wait");
        }
    }

    @Override
    public void missed(String source) {
        misses++;
    }

    @Override
    public @Nullable LogPosition reached(String source) {
        return position;
    }
}
