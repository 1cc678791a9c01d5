package org.pgwright.web.figures;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.SessionEnd;
import org.pgwright.report.SessionEndReport;
import org.pgwright.report.SessionReport;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.sessions.ServerSessions;
import org.pgwright.sessions.SessionAct;
import org.pgwright.tuning.watch.ServerRegister;
import org.pgwright.web.access.AuditTrail;

import java.time.Instant;

/** Sessions of watched servers as they are now, and their ends, which the audit tells of. */
public final class LiveSessions {
    private final ServerRegister register;

    public LiveSessions(ServerRegister register) {
        this.register = register;
    }

    /**
     * Which session is meant.
     *
     * @param server its address, as servers are listed; null for the primary
     */
    public record Named(WatchedInstance instance, @Nullable String server, int pid) {}

    /** How it is now. */
    public SessionReport look(Named session) {
        ServerRegister.Reached reached = reached(session);
        return new SessionReport(
                reached.address(), new ServerSessions(reached.settings()).look(session.pid()));
    }

    /** Ends it or its query. */
    public SessionEndReport end(
            HttpServletRequest request, SessionAct act, Named session, Instant startedAt) {
        ServerRegister.Reached reached = reached(session);
        String process = "process %d of %s".formatted(session.pid(), reached.address());
        AuditTrail.tell(request, process + ", begun " + startedAt, null);
        ServerSessions.Ended ended =
                new ServerSessions(reached.settings()).end(act, session.pid(), startedAt);
        SessionEnd end = ended.end();
        AuditTrail.tell(
                request,
                "%s, begun %s%s".formatted(process, startedAt, ended.whose()),
                end.sentence());
        return SessionEndReport.of(
                act, new SessionEndReport.Named(reached.address(), session.pid(), startedAt), end);
    }

    private ServerRegister.Reached reached(Named session) {
        return register.server(session.instance().instanceId(), session.server());
    }
}
