package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.event.LogEvent;
import org.pgwright.log.event.Origin;

import java.util.Collection;
import java.util.List;

/** Adds up by query what the log says of statements. */
final class LoggedStatements {
    private final LogCounts counts;
    private final QueryNames names = new QueryNames();
    private final SessionStatements sessions = new SessionStatements();
    private final SlowCalls slowest = new SlowCalls();
    private final SlowPlans plans = new SlowPlans(names);
    private final Kept<QueryNames.Name, QueryTotals> queries =
            new Kept<>(QueryNames.OTHERS, QueryTotals::new);

    /**
     * @param counts of all queries together, kept here too
     */
    LoggedStatements(LogCounts counts) {
        this.counts = counts;
    }

    void began(LogEvent.StatementBegan began) {
        sessions.began(began);
    }

    /** The same with the statement that its session had begun; null if that is not known. */
    LogEvent.@Nullable StatementEnded named(LogEvent.StatementEnded ended) {
        if (!ended.statement().isEmpty()) {
            return ended;
        }
        LogEvent.StatementBegan began = sessions.finish(ended.origin());
        if (began == null) {
            counts.timesOnly++;
            return null;
        }
        return new LogEvent.StatementEnded(
                ended.origin(),
                began.step(),
                ended.millis(),
                began.statement(),
                began.parameters());
    }

    void planned(LogEvent.PlanLogged plan) {
        plans.add(plan);
    }

    List<SlowPlan> slowestPlans() {
        return plans.all();
    }

    void ended(LogEvent.StatementEnded ended) {
        Origin origin = ended.origin();
        QueryTotals query = query(ended.statement(), origin);
        if (ended.step() != LogEvent.Step.PARSE && ended.step() != LogEvent.Step.BIND) {
            sessions.ended(origin, query);
        }
        counts.millis += ended.millis();
        if (ended.step().isCall()) {
            counts.statements++;
            query.called(ended.millis(), origin.session().user(), origin.session().database());
            slowest.add(ended.millis(), query, origin);
        } else {
            query.spent(ended.millis());
        }
    }

    void waited(LogEvent.LockWaited wait) {
        if (wait.state() == LogEvent.LockState.ACQUIRED) {
            counts.lockWaits++;
            counts.lockMillis += wait.millis();
            if (!wait.statement().isEmpty()) {
                query(wait.statement(), wait.origin()).waited(wait.millis());
            }
        }
    }

    /**
     * @param statement empty if none was running
     */
    void failed(Origin origin, String statement) {
        sessions.finish(origin);
        if (!statement.isEmpty()) {
            QueryTotals query = query(statement, origin);
            query.failed();
            sessions.ended(origin, query);
        }
    }

    /** A file that goes when the statement is over names no statement. */
    void wroteTemporaryFile(LogEvent.TemporaryFile file) {
        counts.temporaryFiles++;
        counts.temporaryBytes += file.bytes();
        QueryTotals query =
                file.statement().isEmpty()
                        ? sessions.justBefore(file.origin())
                        : query(file.statement(), file.origin());
        if (query != null) {
            query.wroteTemporaryFile(file.bytes());
        }
    }

    void left(Origin origin) {
        sessions.left(origin);
    }

    void allLeft() {
        sessions.allLeft();
    }

    private QueryTotals query(String statement, Origin origin) {
        QueryTotals query = queries.of(names.of(statement));
        if (query.isOurs() && !origin.isOurs(statement)) {
            query.isOfOthers();
        }
        return query;
    }

    Collection<QueryTotals> queries() {
        return queries.all();
    }

    List<SlowCall> slowest() {
        return slowest.all();
    }
}
