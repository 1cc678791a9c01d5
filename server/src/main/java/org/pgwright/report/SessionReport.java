package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LiveSession;
import org.pgwright.observation.Session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A session of a server, for who may want to end it.
 *
 * @param address of the server, for people
 */
public record SessionReport(String address, LiveSession live) implements Report {
    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    /** How long it has been in its state; empty where that is not known. */
    public String lasting() {
        Duration age = live.session().age();
        return age == null ? "" : Words.time((double) age.toMillis());
    }

    private String text(Layout layout) {
        Session session = live.session();
        LiveSession.Refusal refusal = live.refusal();
        return """
        process %d of %s

        started      %s
        role         %s
        database     %s
        application  %s
        client       %s
        state        %s %s
        waits for    %s
        waited for   %s
        query        %s
        %s"""
                .formatted(
                        live.pid(),
                        Words.oneLine(address),
                        live.startedAt(),
                        Words.oneLine(session.client().roleName()),
                        Words.oneLine(session.client().databaseName()),
                        Words.oneLine(session.client().applicationName()),
                        session.client().address(),
                        session.state(),
                        lasting().isEmpty() ? "" : "for " + lasting(),
                        session.blockers().isEmpty() ? "nobody" : pids(session.blockers()),
                        live.blocked().isEmpty() ? "by nobody" : "by " + pids(live.blocked()),
                        Words.abbreviated(session.queryText(), layout.columns()),
                        refusal == null
                                ? ""
                                : "%nIt cannot be ended: %s; %s%n"
                                        .formatted(refusal.reason(), refusal.remedy()));
    }

    private static String pids(List<Integer> pids) {
        return pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private Document document() {
        Session session = live.session();
        LiveSession.Refusal refusal = live.refusal();
        return new Document(
                address,
                live.pid(),
                live.startedAt(),
                session.backendType(),
                session.state(),
                session.waiting().type(),
                session.waiting().event(),
                session.client().databaseName(),
                session.client().roleName(),
                session.client().applicationName(),
                session.client().address(),
                millis(session.transactionAge()),
                millis(session.queryAge()),
                session.blockers(),
                live.blocked(),
                session.queryText(),
                refusal == null ? null : refusal.reason() + "; " + refusal.remedy());
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }

    /**
     * All of it.
     *
     * @param startedAt to be given back when it is to be ended
     * @param blocked the processes that wait for it
     * @param refusal why it cannot be ended; null if it can be
     */
    private record Document(
            String server,
            int pid,
            Instant startedAt,
            String backendType,
            String state,
            String waitType,
            String waitEvent,
            String database,
            String role,
            String application,
            String clientAddress,
            @Nullable Long transactionMillis,
            @Nullable Long queryMillis,
            List<Integer> blockers,
            List<Integer> blocked,
            String query,
            @Nullable String refusal) {}
}
