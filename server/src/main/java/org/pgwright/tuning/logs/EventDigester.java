package org.pgwright.tuning.logs;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.MaskedMessage;
import org.pgwright.log.QueryNames;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.LogEvent.CheckpointEnded;
import org.pgwright.log.event.LogEvent.Deadlocked;
import org.pgwright.log.event.LogEvent.Failed;
import org.pgwright.log.event.LogEvent.LockWaited;
import org.pgwright.log.event.Origin;
import org.pgwright.log.event.VacuumFigures;
import org.pgwright.observation.LogEventKind;
import org.pgwright.observation.LoggedEvent.Amount;
import org.pgwright.observation.LoggedEvent.What;
import org.pgwright.observation.LoggedStatement;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes rows of what a log tells beside statements, without literals unless they are wanted. */
final class EventDigester {
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_TARGET = 300;
    private static final int MOST_WAITERS = 20;

    /** What code of users raises says what they made it say. */
    private static final String RAISED = "P0001";

    private static final String RAISED_MESSAGE = "an exception that code in the database raises";

    private final QueryNames names;
    private final boolean masksLiterals;
    private final EventCounts counts;

    EventDigester(QueryNames names, boolean masksLiterals, EventCounts counts) {
        this.names = names;
        this.masksLiterals = masksLiterals;
        this.counts = counts;
    }

    void add(LogEvent event, Instant at) {
        switch (event) {
            case Failed failed -> failed(failed, at);
            case LockWaited waited -> waited(waited, at);
            case Deadlocked deadlock -> deadlock(deadlock, at);
            case LogEvent.TemporaryFile file ->
                    counts.add(
                            at,
                            what(
                                    LogEventKind.TEMPORARY_FILE,
                                    file.origin(),
                                    file.statement(),
                                    "temporary file"),
                            Amount.of((double) file.bytes()),
                            Map.of());
            case LogEvent.CheckpointBegan began ->
                    counts.add(
                            at,
                            what(
                                    LogEventKind.CHECKPOINT,
                                    began.origin(),
                                    "",
                                    "began: " + LogTexts.name(began.cause())),
                            Amount.of(0),
                            Map.of());
            case CheckpointEnded ended -> checkpoint(ended, at);
            case LogEvent.AutovacuumEnded vacuum -> vacuum(vacuum, at);
            case LogEvent.AutoanalyzeEnded analyze ->
                    counts.add(
                            at,
                            what(
                                    LogEventKind.AUTOMATIC_ANALYZE,
                                    analyze.origin(),
                                    "",
                                    LogTexts.cut(analyze.table(), LONGEST_TARGET)),
                            Amount.of(analyze.elapsedSeconds()),
                            Map.of());
            case LogEvent.ServerChanged changed ->
                    counts.add(
                            at,
                            what(
                                    LogEventKind.SERVER,
                                    changed.origin(),
                                    "",
                                    changed.state().name().toLowerCase(Locale.ROOT)),
                            Amount.of(0),
                            Map.of());
            case LogEvent.StatementEnded ended -> {}
            case LogEvent.StatementBegan began -> {}
            case LogEvent.PlanLogged plan -> {}
            case LogEvent.Connected connected -> {}
            case LogEvent.Disconnected disconnected -> {}
            case LogEvent.SettingChanged setting -> {}
            case LogEvent.Other other -> {}
        }
    }

    private void failed(Failed failed, Instant at) {
        String state = failed.sqlState();
        counts.add(
                at,
                new What(
                        LogEventKind.ERROR,
                        LogTexts.caller(failed.origin().session()),
                        statement(failed.statement(), failed.origin()),
                        state.length() == 5 ? LogTexts.clean(state) : null,
                        message(failed)),
                Amount.of(0),
                Map.of("severity", failed.severity().name()));
    }

    private String message(Failed failed) {
        if (!masksLiterals) {
            return LogTexts.cut(failed.message(), LONGEST_MESSAGE);
        }
        return failed.sqlState().equals(RAISED)
                ? RAISED_MESSAGE
                : LogTexts.clean(MaskedMessage.of(failed.message()));
    }

    /** Numbers of advisory locks are the application's own. */
    private void waited(LockWaited waited, Instant at) {
        Map<String, Object> details = new HashMap<>();
        details.put("mode", LogTexts.name(waited.mode()));
        details.put("state", waited.state().name().toLowerCase(Locale.ROOT));
        details.put("holders", waited.holders().stream().limit(MOST_WAITERS).toList());
        String target =
                waited.target().startsWith("advisory")
                        ? "advisory lock"
                        : LogTexts.cut(waited.target(), LONGEST_TARGET);
        details.put("target", target);
        counts.add(
                at,
                what(
                        LogEventKind.LOCK_WAIT,
                        waited.origin(),
                        waited.statement(),
                        waited.state().name().toLowerCase(Locale.ROOT)
                                + ": "
                                + LogTexts.name(waited.mode())
                                + " on "
                                + MaskedMessage.of(target)),
                Amount.of(waited.millis()),
                details);
    }

    private void deadlock(Deadlocked deadlock, Instant at) {
        List<String> hashes =
                deadlock.waiters().stream()
                        .limit(MOST_WAITERS)
                        .map(waiter -> waiter.statement())
                        .filter(statement -> !statement.isEmpty())
                        .map(statement -> names.of(statement).hash())
                        .toList();
        counts.add(
                at,
                new What(
                        LogEventKind.DEADLOCK,
                        LogTexts.caller(deadlock.origin().session()),
                        statement(deadlock.statement(), deadlock.origin()),
                        "40P01",
                        "deadlock detected"),
                Amount.of(0),
                Map.of("sessions", deadlock.waiters().size(), "queryHashes", hashes));
    }

    private void checkpoint(CheckpointEnded ended, Instant at) {
        counts.add(
                at,
                what(LogEventKind.CHECKPOINT, ended.origin(), "", "complete"),
                Amount.of(ended.totalSeconds()),
                Map.of(
                        "buffers", ended.buffers(),
                        "writeSeconds", ended.writeSeconds(),
                        "syncSeconds", ended.syncSeconds(),
                        "distanceKilobytes", ended.distanceKilobytes()));
    }

    private void vacuum(LogEvent.AutovacuumEnded vacuum, Instant at) {
        VacuumFigures figures = vacuum.figures();
        counts.add(
                at,
                what(
                        LogEventKind.AUTOMATIC_VACUUM,
                        vacuum.origin(),
                        "",
                        LogTexts.cut(figures.table(), LONGEST_TARGET)),
                Amount.of(figures.elapsedSeconds()),
                Map.of(
                        "pagesRemoved", figures.pagesRemoved(),
                        "pagesRemain", figures.pagesRemain(),
                        "rowsRemoved", figures.rowsRemoved(),
                        "rowsRemain", figures.rowsRemain(),
                        "rowsStuck", figures.rowsStuck(),
                        "indexScans", figures.indexScans(),
                        "walBytes", figures.walBytes(),
                        "aggressive", figures.isAggressive()));
    }

    private What what(LogEventKind kind, Origin origin, String statement, String message) {
        return new What(
                kind,
                LogTexts.caller(origin.session()),
                statement(statement, origin),
                null,
                LogTexts.clean(message));
    }

    private @Nullable LoggedStatement statement(String statement, Origin origin) {
        return statement.isEmpty()
                ? null
                : LogTexts.statement(names.of(statement), origin.isOurs(statement));
    }
}
