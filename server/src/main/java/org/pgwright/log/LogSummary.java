package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.Origin;
import org.pgwright.workload.LoggedCalls;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Adds up the events of a log, in memory that does not grow with it: of queries, errors and tables
 * the first {@link #MOST} of each are kept, and what came after them is counted. Not for several
 * threads.
 */
public final class LogSummary {
    /** Of each kind. */
    public static final int MOST = 5_000;

    private static final double NANOS_A_MILLI = 1e6;

    private final LogFilter filter;
    private final CallLogging logging;
    private final LogCounts counts = new LogCounts();
    private final LogSpan span = new LogSpan();
    private final LoggedStatements statements = new LoggedStatements(counts);
    private final Kept<ErrorTotals.Kind, ErrorTotals> errors =
            new Kept<>(ErrorTotals.OTHERS, ErrorTotals::new);
    private final Kept<String, VacuumTotals> vacuums = new Kept<>("(others)", VacuumTotals::new);
    private final Kept<Instant, HourTotals> hours = new Kept<>(Instant.EPOCH, HourTotals::new);
    private final List<LogEvent.ServerChanged> serverChanges = new ArrayList<>();
    private LogLosses losses = LogLosses.NONE;

    /**
     * @param logged which calls were logged when the log began, as the user knows it
     */
    public LogSummary(LogFilter filter, LoggedCalls logged) {
        this.filter = filter;
        this.logging = new CallLogging(logged);
    }

    /** Takes a batch. */
    public void add(LogReading.Batch batch) {
        losses = losses.plus(batch.losses());
        batch.events().forEach(this::add);
    }

    private void add(LogEvent event) {
        counts.entries++;
        Instant time = event.origin().time();
        if (!filter.includes(time)) {
            counts.filtered++;
            return;
        }
        span.add(time);
        switch (event) {
            case LogEvent.StatementEnded ended -> ended(ended);
            case LogEvent.StatementBegan began -> statements.began(began);
            case LogEvent.PlanLogged plan -> planned(plan);
            case LogEvent.LockWaited wait -> statements.waited(wait);
            case LogEvent.Deadlocked deadlock -> deadlocked(deadlock);
            case LogEvent.TemporaryFile file -> statements.wroteTemporaryFile(file);
            case LogEvent.CheckpointBegan began -> {}
            case LogEvent.CheckpointEnded ended -> counts.checkpoint(ended);
            case LogEvent.AutovacuumEnded vacuum ->
                    vacuums.of(vacuum.figures().table()).vacuumed(vacuum.figures());
            case LogEvent.AutoanalyzeEnded analyze ->
                    vacuums.of(analyze.table()).analyzed(analyze.elapsedSeconds());
            case LogEvent.Failed failed -> failed(failed);
            case LogEvent.Connected connected -> counts.connected(connected);
            case LogEvent.Disconnected disconnected -> {
                counts.disconnections++;
                statements.left(disconnected.origin());
            }
            case LogEvent.ServerChanged changed -> changed(changed);
            case LogEvent.SettingChanged setting -> logging.changed(setting);
            case LogEvent.Other other -> {}
        }
    }

    private void ended(LogEvent.StatementEnded logged) {
        LogEvent.StatementEnded ended = statements.named(logged);
        if (ended == null || ended.millis() < filter.shortestMillis()) {
            return;
        }
        statements.ended(ended);
        hour(ended.origin()).statement(ended.step().isCall(), ended.millis());
    }

    private void planned(LogEvent.PlanLogged plan) {
        counts.plans++;
        if (plan.millis() >= filter.shortestMillis()) {
            statements.planned(plan);
        }
    }

    private void deadlocked(LogEvent.Deadlocked deadlock) {
        counts.deadlocks++;
        failed(deadlock.origin(), new ErrorTotals.Kind("40P01", "deadlock detected"));
        statements.failed(deadlock.origin(), deadlock.statement());
    }

    private void failed(LogEvent.Failed failed) {
        counts.cancellations += failed.isCancellation() ? 1 : 0;
        failed(
                failed.origin(),
                new ErrorTotals.Kind(failed.sqlState(), MaskedMessage.of(failed.message())));
        statements.failed(failed.origin(), failed.statement());
    }

    private void failed(Origin origin, ErrorTotals.Kind kind) {
        counts.errors++;
        errors.of(kind).came();
        hour(origin).failed();
    }

    private void changed(LogEvent.ServerChanged changed) {
        if (changed.state() == LogEvent.ServerState.STARTING) {
            statements.allLeft();
        }
        if (serverChanges.size() < MOST) {
            serverChanges.add(changed);
        }
    }

    private HourTotals hour(Origin origin) {
        Instant time = origin.time();
        return hours.of((time == null ? Instant.EPOCH : time).truncatedTo(ChronoUnit.HOURS));
    }

    /** All queries, in no order; what came after {@link #MOST} of them has an empty hash. */
    public Collection<QueryTotals> queries() {
        return statements.queries();
    }

    /** Single calls, the slowest first; {@link SlowCalls#MOST} at most, none of pgwright's own. */
    public List<SlowCall> slowestCalls() {
        return statements.slowest();
    }

    /**
     * Of the queries with the slowest plans the slowest one each, the slowest first; {@link
     * SlowPlans#MOST} at most, none of pgwright's own.
     */
    public List<SlowPlan> slowestPlans() {
        return statements.slowestPlans();
    }

    /** How often each error came, in no order. */
    public Collection<ErrorTotals> errors() {
        return errors.all();
    }

    /** By table, in no order. */
    public Collection<VacuumTotals> vacuums() {
        return vacuums.all();
    }

    /** In the order of time. */
    public List<HourTotals> hours() {
        return hours.all().stream().sorted(Comparator.comparing(HourTotals::start)).toList();
    }

    public List<LogEvent.ServerChanged> serverChanges() {
        return Collections.unmodifiableList(serverChanges);
    }

    public LogCounts counts() {
        return counts;
    }

    public LogLosses losses() {
        return losses;
    }

    /** The earliest time that counted; null if none. */
    public @Nullable Instant first() {
        return span.first();
    }

    /** The latest time that counted; null if none. */
    public @Nullable Instant last() {
        return span.last();
    }

    /** Which calls were logged, as a rule, all the time. */
    public LoggedCalls logged() {
        return logging.among(Duration.ofNanos((long) (filter.shortestMillis() * NANOS_A_MILLI)));
    }
}
