package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.Origin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the events of a log, in memory that does not grow with it: of queries, errors and tables
 * the first {@link #MOST} of each are kept, and what came after them is counted. Not for several
 * threads.
 */
public final class LogSummary {
    /** Of each kind. */
    public static final int MOST = 5_000;

    private static final int MOST_SESSIONS = 10_000;

    private final LogFilter filter;
    private final QueryNames names = new QueryNames();
    private final Map<String, QueryTotals> queries = new HashMap<>();
    private final Map<ErrorKind, Long> errors = new HashMap<>();
    private final Map<String, VacuumTotals> vacuums = new HashMap<>();
    private final TreeMap<Instant, HourTotals> hours = new TreeMap<>();
    private final Map<String, LogEvent.StatementBegan> running =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, LogEvent.StatementBegan> eldest) {
                    return size() > MOST_SESSIONS;
                }
            };
    private final Map<String, QueryTotals> latest =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, QueryTotals> eldest) {
                    return size() > MOST_SESSIONS;
                }
            };
    private final List<LogEvent.ServerChanged> serverChanges = new ArrayList<>();
    private final LogCounts counts = new LogCounts();
    private LogLosses losses = LogLosses.NONE;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private boolean isThresholdChanged;

    /**
     * An error, without values.
     *
     * @param sqlState empty if the log does not say
     */
    public record ErrorKind(String sqlState, String message) {}

    public LogSummary(LogFilter filter) {
        this.filter = filter;
    }

    /** Takes a batch. */
    public void add(LogReading.Batch batch) {
        losses = losses.plus(batch.losses());
        batch.events().forEach(this::add);
    }

    private void add(LogEvent event) {
        counts.entries++;
        Origin origin = event.origin();
        if (!filter.includes(origin.time())) {
            counts.filtered++;
            return;
        }
        span(origin.time());
        switch (event) {
            case LogEvent.StatementEnded ended -> ended(ended);
            case LogEvent.StatementBegan began -> running.put(origin.session().key(), began);
            case LogEvent.PlanLogged plan -> counts.plans++;
            case LogEvent.LockWaited wait -> waited(wait);
            case LogEvent.Deadlocked deadlock -> deadlocked(deadlock);
            case LogEvent.TemporaryFile file -> temporary(file);
            case LogEvent.CheckpointBegan began -> {}
            case LogEvent.CheckpointEnded ended -> counts.checkpoint(ended);
            case LogEvent.AutovacuumEnded vacuum ->
                    vacuum(vacuum.figures().table()).vacuumed(vacuum.figures());
            case LogEvent.AutoanalyzeEnded analyze ->
                    vacuum(analyze.table()).analyzed(analyze.elapsedSeconds());
            case LogEvent.Failed failed -> failed(failed);
            case LogEvent.Connected connected -> counts.connected(connected);
            case LogEvent.Disconnected disconnected -> {
                counts.disconnections++;
                running.remove(origin.session().key());
                latest.remove(origin.session().key());
            }
            case LogEvent.ServerChanged changed -> {
                if (serverChanges.size() < MOST) {
                    serverChanges.add(changed);
                }
            }
            case LogEvent.SettingChanged setting -> changed(setting);
            case LogEvent.Other other -> {}
        }
    }

    private void span(@Nullable Instant time) {
        if (time != null) {
            first = first == null || time.isBefore(first) ? time : first;
            last = last == null || time.isAfter(last) ? time : last;
        }
    }

    private void ended(LogEvent.StatementEnded ended) {
        Origin origin = ended.origin();
        String statement = ended.statement();
        LogEvent.Step step = ended.step();
        if (statement.isEmpty()) {
            LogEvent.StatementBegan began = running.remove(origin.session().key());
            if (began == null) {
                counts.timesOnly++;
                return;
            }
            statement = began.statement();
            step = began.step();
        }
        if (ended.millis() < filter.shortestMillis()) {
            return;
        }
        QueryTotals query = query(statement, origin);
        latest.put(origin.session().key(), query);
        if (step.isCall()) {
            counts.statements++;
            query.called(ended.millis(), origin.session().user(), origin.session().database());
        } else {
            query.spent(ended.millis());
        }
        counts.millis += ended.millis();
        HourTotals hour = hour(origin.time());
        hour.statement(step.isCall(), ended.millis());
    }

    private void waited(LogEvent.LockWaited wait) {
        if (wait.state() == LogEvent.LockState.ACQUIRED) {
            counts.lockWaits++;
            counts.lockMillis += wait.millis();
            if (!wait.statement().isEmpty()) {
                query(wait.statement(), wait.origin()).waited(wait.millis());
            }
        }
    }

    private void deadlocked(LogEvent.Deadlocked deadlock) {
        counts.deadlocks++;
        counts.errors++;
        errors.merge(new ErrorKind("40P01", "deadlock detected"), 1L, Long::sum);
        hour(deadlock.origin().time()).failed();
        if (!deadlock.statement().isEmpty()) {
            query(deadlock.statement(), deadlock.origin()).failed();
        }
    }

    private void temporary(LogEvent.TemporaryFile file) {
        counts.temporaryFiles++;
        counts.temporaryBytes += file.bytes();
        // in the extended protocol the file goes when the statement is over, and named no more
        QueryTotals query =
                file.statement().isEmpty()
                        ? latest.get(file.origin().session().key())
                        : query(file.statement(), file.origin());
        if (query != null) {
            query.wroteTemporaryFile(file.bytes());
        }
    }

    private void failed(LogEvent.Failed failed) {
        running.remove(failed.origin().session().key());
        counts.errors++;
        counts.cancellations += failed.isCancellation() ? 1 : 0;
        hour(failed.origin().time()).failed();
        ErrorKind kind = new ErrorKind(failed.sqlState(), MaskedMessage.of(failed.message()));
        boolean hasRoom = errors.size() < MOST || errors.containsKey(kind);
        errors.merge(hasRoom ? kind : new ErrorKind("", "(others)"), 1L, Long::sum);
        if (!failed.statement().isEmpty()) {
            query(failed.statement(), failed.origin()).failed();
        }
    }

    private void changed(LogEvent.SettingChanged setting) {
        isThresholdChanged |=
                switch (setting.name()) {
                    case "log_min_duration_statement",
                            "log_min_duration_sample",
                            "log_statement_sample_rate",
                            "log_transaction_sample_rate" ->
                            true;
                    default -> false;
                };
    }

    private QueryTotals query(String statement, Origin origin) {
        QueryNames.Name name = names.of(statement);
        QueryTotals known = queries.get(name.hash());
        if (known != null) {
            return known;
        }
        if (queries.size() >= MOST) {
            return queries.computeIfAbsent("", none -> new QueryTotals("", "(others)", false));
        }
        QueryTotals query = new QueryTotals(name.hash(), name.text(), origin.isOurs(statement));
        queries.put(name.hash(), query);
        return query;
    }

    private VacuumTotals vacuum(String table) {
        boolean hasRoom = vacuums.size() < MOST || vacuums.containsKey(table);
        return vacuums.computeIfAbsent(hasRoom ? table : "(others)", VacuumTotals::new);
    }

    private HourTotals hour(@Nullable Instant time) {
        Instant start = (time == null ? Instant.EPOCH : time).truncatedTo(ChronoUnit.HOURS);
        boolean hasRoom = hours.size() < MOST || hours.containsKey(start);
        return hours.computeIfAbsent(hasRoom ? start : Instant.EPOCH, HourTotals::new);
    }

    /** All queries, in no order; what came after {@link #MOST} of them has an empty hash. */
    public Collection<QueryTotals> queries() {
        return Collections.unmodifiableCollection(queries.values());
    }

    /** How often each error came. */
    public Map<ErrorKind, Long> errors() {
        return Collections.unmodifiableMap(errors);
    }

    /** By table. */
    public Collection<VacuumTotals> vacuums() {
        return Collections.unmodifiableCollection(vacuums.values());
    }

    /** In the order of time. */
    public Collection<HourTotals> hours() {
        return Collections.unmodifiableCollection(hours.values());
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
        return first;
    }

    /** The latest time that counted; null if none. */
    public @Nullable Instant last() {
        return last;
    }

    /**
     * What the log holds of the calls.
     *
     * @param thresholdMillis log_min_duration_statement as the user knows it; null if unknown
     */
    public Logging logging(@Nullable Double thresholdMillis) {
        if (thresholdMillis == null || isThresholdChanged || filter.shortestMillis() > 0) {
            return new Logging.NotKnown();
        }
        return thresholdMillis == 0 ? new Logging.Every() : new Logging.Slow(thresholdMillis, null);
    }
}
