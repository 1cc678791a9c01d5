package org.pgwright.report;

import org.pgwright.observation.SessionEnd;
import org.pgwright.sessions.SessionAct;

import java.time.Instant;
import java.util.Locale;

/**
 * What came of ending a session, or its query.
 *
 * @param what of it, such as {@code the query of}; empty for all of it
 */
public record SessionEndReport(String what, Named session, SessionEnd end) implements Report {
    /** The session of a server, for people. */
    public record Named(String server, int pid, Instant startedAt) {}

    /** The report on an act. */
    public static SessionEndReport of(SessionAct act, Named session, SessionEnd end) {
        return switch (act) {
            case CANCEL -> new SessionEndReport("the query of ", session, end);
            case TERMINATE -> new SessionEndReport("", session, end);
        };
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> sentence() + "\n";
            case JSON ->
                    Json.of(
                            new Document(
                                    session.server(),
                                    session.pid(),
                                    session.startedAt(),
                                    end.name().toLowerCase(Locale.ROOT),
                                    sentence()));
        };
    }

    /** For people. */
    public String sentence() {
        return "%sprocess %d of %s %s"
                .formatted(what, session.pid(), Words.oneLine(session.server()), end.sentence());
    }

    /**
     * All of it.
     *
     * @param outcome ended, was_gone, or told
     */
    private record Document(
            String server, int pid, Instant startedAt, String outcome, String sentence) {}
}
