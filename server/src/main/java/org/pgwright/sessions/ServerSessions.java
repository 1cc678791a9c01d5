package org.pgwright.sessions;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.LiveSession;
import org.pgwright.observation.Session;
import org.pgwright.observation.SessionEnd;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.postgres.TargetReader;
import org.pgwright.workload.NormalizedText;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * The sessions of one server: looks at single ones, and ends them. Never ends one that began at
 * another time than it is named with, one of pgwright's own, or a process of the server itself.
 */
public final class ServerSessions {
    private static final String CLIENT = "client backend";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 50;

    private final ConnectionSettings server;

    public ServerSessions(ConnectionSettings server) {
        this.server = server;
    }

    /**
     * A session that was to be ended.
     *
     * @param session as it was before; null if it was gone
     */
    public record Ended(@Nullable LiveSession session, SessionEnd end) {
        /** Whose it was, without its query; empty if that is not known. */
        public String whose() {
            if (session == null) {
                return "";
            }
            Session.Client client = session.session().client();
            return ", role %s, database %s, application '%s'"
                    .formatted(client.roleName(), client.databaseName(), client.applicationName());
        }
    }

    /**
     * A session as it is now.
     *
     * @throws PgwrightException NOT_FOUND if there is none of that process number
     */
    public LiveSession look(int pid) {
        try (TargetReader reader = TargetReader.open(server)) {
            LiveSession found = look(reader, pid);
            if (found == null) {
                throw new PgwrightException(
                        ErrorCode.NOT_FOUND,
                        "there is no session of process " + pid,
                        "it has ended; look at the activity again");
            }
            return found;
        }
    }

    /**
     * Ends a session or its query, and waits for that for five seconds.
     *
     * @param startedAt when it began, as {@link #look} tells it
     * @throws PgwrightException USAGE if it is none that may be ended; NOT_ALLOWED if our role may
     *     not
     */
    public Ended end(SessionAct act, int pid, Instant startedAt) {
        try (TargetReader reader = TargetReader.open(server)) {
            LiveSession before = look(reader, pid);
            if (before == null || !before.startedAt().equals(startedAt)) {
                return new Ended(null, SessionEnd.WAS_GONE);
            }
            refuse(act, before);
            return new Ended(
                    before,
                    isSent(reader, act, before)
                            ? awaited(reader, act, before)
                            : SessionEnd.WAS_GONE);
        }
    }

    private static void refuse(SessionAct act, LiveSession session) {
        LiveSession.Refusal refusal = session.refusal();
        if (refusal != null) {
            throw new PgwrightException(
                    refusal.isOfRights() ? ErrorCode.NOT_ALLOWED : ErrorCode.USAGE,
                    "process " + session.pid() + " is not ended: " + refusal.reason(),
                    refusal.remedy());
        }
        if (act == SessionAct.CANCEL && !isRunning(session)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "process %d has no query to cancel: it is %s"
                            .formatted(session.pid(), session.session().state()),
                    "terminate the session to end its transaction");
        }
    }

    private static boolean isRunning(LiveSession session) {
        return !session.session().state().startsWith("idle");
    }

    private static @Nullable LiveSession look(TargetReader reader, int pid) {
        try (ReadTransaction transaction = reader.begin()) {
            return transaction
                    .rows("sessions.session", Deadlines.SIGNAL, ServerSessions::session, pid)
                    .stream()
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * In a transaction of its own, as the server keeps what it showed of sessions until the end of
     * one.
     */
    private static boolean isSent(TargetReader reader, SessionAct act, LiveSession session) {
        try (ReadTransaction transaction = reader.begin()) {
            return transaction
                    .rows(
                            "sessions." + act.word(),
                            Deadlines.SIGNAL,
                            row -> row.flag("is_sent"),
                            session.pid(),
                            ChronoUnit.MICROS.between(Instant.EPOCH, session.startedAt()))
                    .stream()
                    .anyMatch(isSent -> isSent);
        }
    }

    private static SessionEnd awaited(TargetReader reader, SessionAct act, LiveSession before) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            if (isOver(act, before, look(reader, before.pid()))) {
                return SessionEnd.ENDED;
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return SessionEnd.TOLD;
            }
        }
        return SessionEnd.TOLD;
    }

    private static boolean isOver(SessionAct act, LiveSession before, @Nullable LiveSession now) {
        if (now == null || !now.startedAt().equals(before.startedAt())) {
            return true;
        }
        return switch (act) {
            case TERMINATE -> false;
            case CANCEL ->
                    !isRunning(now)
                            || (now.queryStartedAt() != null
                                    && !now.queryStartedAt().equals(before.queryStartedAt()));
        };
    }

    private static LiveSession session(Row row) throws SQLException {
        Session session =
                new Session(
                        row.integer("pid"),
                        row.text("backend_type"),
                        row.text("state"),
                        new Session.Wait(row.text("wait_type"), row.text("wait_event")),
                        new Session.Client(
                                row.text("database_name"),
                                row.text("role_name"),
                                row.text("application_name"),
                                row.text("client_address")),
                        row.number("query_id"),
                        NormalizedText.of(row.text("query_text")),
                        millis(row.numberOrNull("transaction_millis")),
                        millis(row.numberOrNull("query_millis")),
                        pids(row.text("blockers")));
        Long started = row.numberOrNull("started_micros");
        return new LiveSession(
                session,
                started == null ? Instant.EPOCH : instant(started),
                instantOrNull(row.numberOrNull("query_started_micros")),
                pids(row.text("blocked")),
                refusal(row, started != null));
    }

    private static LiveSession.@Nullable Refusal refusal(Row row, boolean isSeen)
            throws SQLException {
        String role = Identifier.shown(row.text("our_role"));
        String type = row.text("backend_type");
        if (row.flag("is_ours")) {
            return new LiveSession.Refusal(
                    "it is one of pgwright's own",
                    "end advice and changes on their pages, or stop pgwright",
                    false);
        }
        if (!isSeen) {
            return new LiveSession.Refusal(
                    "the role " + role + " may not see what it is",
                    "run GRANT pg_monitor, pg_signal_backend TO " + role,
                    true);
        }
        if (!type.equals(CLIENT)) {
            return new LiveSession.Refusal(
                    "it is no client's session, but a process of the kind " + type,
                    type.equals("parallel worker")
                            ? "end the session that leads it"
                            : "look after it by the server's own means",
                    false);
        }
        if (row.flag("is_above_us")) {
            return new LiveSession.Refusal(
                    "it is of a superuser, and the role " + role + " is none",
                    "end it as a superuser, with psql",
                    true);
        }
        return row.flag("may_signal")
                ? null
                : new LiveSession.Refusal(
                        "the role " + role + " may not end sessions of others",
                        "run GRANT pg_signal_backend TO " + role,
                        true);
    }

    private static @Nullable Duration millis(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static @Nullable Instant instantOrNull(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }

    private static List<Integer> pids(String pids) {
        return pids.isEmpty()
                ? List.of()
                : Arrays.stream(pids.split(",")).map(Integer::valueOf).distinct().toList();
    }
}
