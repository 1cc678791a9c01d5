package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Activity;
import org.pgwright.observation.Session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the sessions of servers did at one moment, the longest first. */
public record ActivityReport(List<OfServer> servers) implements Report {
    public ActivityReport {
        servers = List.copyOf(servers);
    }

    /**
     * A server's.
     *
     * @param address for people
     */
    public record OfServer(String address, Activity activity) {
        /** Those that are not idle, the longest first. */
        public List<Session> busy() {
            return activity.sessions().stream()
                    .filter(Session::isBusy)
                    .sorted(
                            Comparator.comparing(
                                            (Session session) -> age(session),
                                            Comparator.reverseOrder())
                                    .thenComparing(Session::pid))
                    .toList();
        }
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(new Document(servers.stream().map(ActivityReport::part).toList()));
        };
    }

    private static Duration age(Session session) {
        Duration age = session.age();
        return age == null ? Duration.ZERO : age;
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        for (OfServer server : servers) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            Activity activity = server.activity();
            lines.add(
                    layout.heading(
                            "%s at %s: %s of %s, %s not idle"
                                    .formatted(
                                            Words.oneLine(server.address()),
                                            activity.takenAt(),
                                            Words.count(
                                                    activity.connections(),
                                                    "connection",
                                                    "connections"),
                                            Words.whole(activity.connectionLimit()),
                                            Words.whole(server.busy().size()))));
            if (!server.busy().isEmpty()) {
                lines.add("");
                lines.addAll(table(server.busy()).lines("", layout.columns()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static TextTable table(List<Session> sessions) {
        TextTable table =
                new TextTable()
                        .column("pid", TextTable.Align.RIGHT)
                        .column("for", TextTable.Align.RIGHT)
                        .column("state", TextTable.Align.LEFT)
                        .column("waits for", TextTable.Align.LEFT)
                        .column("database", TextTable.Align.LEFT)
                        .column("role", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        for (Session session : sessions) {
            table.row(
                    String.valueOf(session.pid()),
                    Words.time((double) age(session).toMillis()),
                    session.state(),
                    waiting(session),
                    Words.oneLine(session.client().databaseName()),
                    Words.oneLine(session.client().roleName()),
                    session.queryText());
        }
        return table;
    }

    private static String waiting(Session session) {
        String event = session.waiting().event();
        return session.blockers().isEmpty()
                ? event
                : event + " of " + session.blockers().getFirst();
    }

    private static ServerPart part(OfServer server) {
        Activity activity = server.activity();
        return new ServerPart(
                server.address(),
                activity.takenAt().toString(),
                activity.connections(),
                activity.connectionLimit(),
                server.busy().stream().map(ActivityReport::part).toList());
    }

    private static SessionPart part(Session session) {
        return new SessionPart(
                session.pid(),
                session.state(),
                session.waiting().type(),
                session.waiting().event(),
                session.client().databaseName(),
                session.client().roleName(),
                session.client().applicationName(),
                millis(session.transactionAge()),
                millis(session.queryAge()),
                session.blockers(),
                session.queryText());
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }

    private record Document(List<ServerPart> servers) {}

    private record ServerPart(
            String address,
            String takenAt,
            int connections,
            int connectionLimit,
            List<SessionPart> sessions) {}

    private record SessionPart(
            int pid,
            String state,
            String waitType,
            String waitEvent,
            String database,
            String role,
            String application,
            @Nullable Long transactionMillis,
            @Nullable Long queryMillis,
            List<Integer> blockers,
            String query) {}
}
