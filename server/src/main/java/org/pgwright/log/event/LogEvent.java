package org.pgwright.log.event;

import org.pgwright.log.entry.Severity;

import java.util.List;

/** What an entry of the log tells. Statements are as logged, with their literals. */
public sealed interface LogEvent {
    /** Where it comes from. */
    Origin origin();

    /**
     * A statement, or one step of the extended protocol, has ended (log_min_duration_statement,
     * log_duration).
     *
     * @param statement empty if only its time is logged
     * @param parameters as logged; empty without
     */
    record StatementEnded(
            Origin origin, Step step, double millis, String statement, String parameters)
            implements LogEvent {}

    /** A statement has begun (log_statement). */
    record StatementBegan(Origin origin, Step step, String statement, String parameters)
            implements LogEvent {}

    /** The steps in which a statement runs. */
    enum Step {
        /** All of a statement of the simple protocol. */
        STATEMENT,
        PARSE,
        BIND,
        EXECUTE,
        /** A further part of the rows. */
        FETCH,
        /** The log has only a time. */
        UNKNOWN;

        /** Whether the step is a call of the statement, as pg_stat_statements counts calls. */
        public boolean isCall() {
            return this == STATEMENT || this == EXECUTE;
        }
    }

    /**
     * A plan was logged by auto_explain.
     *
     * @param statement empty if the form of the plan hides it
     * @param plan in the form that it has in the log
     */
    record PlanLogged(Origin origin, double millis, PlanForm form, String statement, String plan)
            implements LogEvent {}

    /** The forms of auto_explain.log_format. */
    enum PlanForm {
        TEXT,
        JSON,
        XML,
        YAML
    }

    /**
     * A session waits, or has waited, for a lock longer than deadlock_timeout.
     *
     * @param mode such as {@code ShareLock}
     * @param target what is locked, in the server's words
     * @param holders processes that hold the lock, where the log says so
     */
    record LockWaited(
            Origin origin,
            LockState state,
            String mode,
            String target,
            double millis,
            List<Integer> holders,
            String statement)
            implements LogEvent {}

    /** How a wait stands. */
    enum LockState {
        WAITING,
        ACQUIRED,
        /** The wait ended in a deadlock, or another order resolved one. */
        DEADLOCK
    }

    /** Sessions waited for each other, and this one was ended. */
    record Deadlocked(Origin origin, List<Waiter> waiters, String statement) implements LogEvent {}

    /** One session of a deadlock. */
    record Waiter(int pid, String statement) {}

    /**
     * A temporary file has been deleted, which had this size (log_temp_files).
     *
     * @param statement empty where the log names none, or the one that comes next
     */
    record TemporaryFile(Origin origin, long bytes, String statement) implements LogEvent {}

    /** A checkpoint, or on a replica a restartpoint, begins. */
    record CheckpointBegan(Origin origin, String cause) implements LogEvent {}

    /**
     * A checkpoint or restartpoint has ended.
     *
     * @param distanceKilobytes of WAL since the one before
     */
    record CheckpointEnded(
            Origin origin,
            long buffers,
            double writeSeconds,
            double syncSeconds,
            double totalSeconds,
            long distanceKilobytes)
            implements LogEvent {}

    /** Autovacuum has vacuumed a table (log_autovacuum_min_duration). */
    record AutovacuumEnded(Origin origin, VacuumFigures figures) implements LogEvent {}

    /** Autovacuum has analyzed a table. */
    record AutoanalyzeEnded(Origin origin, String table, double elapsedSeconds)
            implements LogEvent {}

    /**
     * An error, with a message that may hold values.
     *
     * @param statement empty if none was running
     */
    record Failed(
            Origin origin, Severity severity, String sqlState, String message, String statement)
            implements LogEvent {
        /** Whether somebody or some timeout ended the statement: query_canceled. */
        public boolean isCancellation() {
            return sqlState.equals("57014");
        }
    }

    /** A client has connected; {@code isAuthorized} is false for the first of the two entries. */
    record Connected(Origin origin, boolean isAuthorized) implements LogEvent {}

    /** A session has ended, after this time. */
    record Disconnected(Origin origin, double seconds) implements LogEvent {}

    /** The server itself. */
    record ServerChanged(Origin origin, ServerState state) implements LogEvent {}

    /** What may become of a server. */
    enum ServerState {
        STARTING,
        READY,
        STOPPING,
        STOPPED,
        /** A process has died, and all sessions with it. */
        CRASHED,
        /** It was not shut down the time before. */
        RECOVERING,
        RELOADED
    }

    /** A setting has another value after a reload. */
    record SettingChanged(Origin origin, String name, String value) implements LogEvent {}

    /** Any other entry. */
    record Other(Origin origin, Severity severity) implements LogEvent {}
}
