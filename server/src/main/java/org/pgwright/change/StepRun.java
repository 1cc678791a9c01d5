package org.pgwright.change;

import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.SqlState;
import org.pgwright.repository.strategy.ChangeSteps;
import org.pgwright.repository.strategy.JournalledChange;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Runs statements of a change: each written into the journal before, and watched while it runs. */
final class StepRun {
    private static final String CONNECTION_CLASS = "08";
    private static final String SHUTDOWN_CLASS = "57P";

    private final ChangeSession session;
    private final ChangeSteps steps;
    private final ChangeLimits limits;

    StepRun(ChangeSession session, ChangeSteps steps, ChangeLimits limits) {
        this.session = session;
        this.steps = steps;
        this.limits = limits;
    }

    /**
     * Runs one.
     *
     * @param isCleaning whether it removes what is left of a change
     * @throws PgwrightException if the repository fails before the statement runs; afterwards too,
     *     and what it did is then found out by a look at the server
     */
    StepEnd run(JournalledChange change, Step step, Guard guard, boolean isCleaning) {
        int number =
                steps.begin(change, step.kind(), step.relation(), step.sql(), session.backend());
        StepEnd end = execute(step, guard, isCleaning);
        switch (end) {
            case StepEnd.Done done -> steps.end(change, number, 1, null, null);
            case StepEnd.Blocked blocked ->
                    steps.end(
                            change,
                            number,
                            1,
                            SqlState.LOCK_NOT_AVAILABLE.code(),
                            blocked.reason());
            case StepEnd.Stopped stopped ->
                    steps.end(change, number, 1, SqlState.QUERY_CANCELED.code(), stopped.reason());
            case StepEnd.Failed failed ->
                    steps.end(change, number, 1, failed.sqlState(), failed.reason());
            case StepEnd.Lost lost -> {
                // How it ended is not known, and so it has not ended.
            }
        }
        return end;
    }

    private StepEnd execute(Step step, Guard guard, boolean isCleaning) {
        try (Statement statement = session.connection().createStatement()) {
            limit(step);
            try (Guard.Watch watch =
                    guard.watch(step, session.backend(), isCleaning, session::breakOff)) {
                return execute(step, statement, watch);
            }
        } catch (SQLException failure) {
            return ending(step, failure, Optional.empty());
        }
    }

    private StepEnd execute(Step step, Statement statement, Guard.Watch watch) {
        try {
            statement.execute(step.sql());
            return new StepEnd.Done();
        } catch (SQLException failure) {
            watch.close();
            return ending(step, failure, watch.alarm());
        }
    }

    /** What blocks others is brief or not at all; the rest the guard looks after. */
    private void limit(Step step) throws SQLException {
        if (step.kind().isBlocking()) {
            session.limit(limits.lockTimeout(), limits.lockTimeout());
        } else {
            session.limit(limits.patience(), Duration.ZERO);
        }
    }

    private StepEnd ending(Step step, SQLException failure, Optional<Guard.Alarm> alarm) {
        String code = failure.getSQLState();
        SqlState state = SqlState.of(code);
        if (code == null || code.startsWith(CONNECTION_CLASS) || code.startsWith(SHUTDOWN_CLASS)) {
            return new StepEnd.Lost(reason(failure));
        }
        if (state == SqlState.QUERY_CANCELED && alarm.isPresent()) {
            return switch (alarm.get()) {
                case Guard.Alarm.Lock lock -> blocked(step, lock.reason());
                case Guard.Alarm.Harm harm -> new StepEnd.Stopped(harm.reason());
            };
        }
        boolean isLate = state == SqlState.QUERY_CANCELED && step.kind().isBlocking();
        if (state == SqlState.LOCK_NOT_AVAILABLE || state == SqlState.DEADLOCK || isLate) {
            return blocked(step, "no lock on the table in " + Words.seconds(limits.lockTimeout()));
        }
        return new StepEnd.Failed(code, reason(failure));
    }

    private StepEnd blocked(Step step, String reason) {
        try {
            LockHolder.Need need = LockHolder.Need.of(step.kind());
            return new StepEnd.Blocked(
                    reason, session.holders(step.table(), need, limits.lockTimeout()));
        } catch (SQLException lost) {
            return new StepEnd.Lost(reason(lost));
        }
    }

    /** The server's first line, without the values that later ones may quote. */
    static String reason(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
