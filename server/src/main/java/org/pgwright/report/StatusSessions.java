package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What sessions did when they were looked at last, as a status shows it. */
record StatusSessions(List<ActivityReport.OfServer> servers) {
    /** As long as a page may take at the very most. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private record Running(String address, Session session) {}

    private List<Running> longRunning() {
        List<Running> running = new ArrayList<>();
        for (ActivityReport.OfServer server : servers) {
            for (Session session : server.activity().sessions()) {
                Duration age = session.queryAge();
                boolean isLong = age != null && age.compareTo(LONG) >= 0;
                // The server's own processes have no role.
                if (isLong && isActive(session) && !session.client().roleName().isEmpty()) {
                    running.add(new Running(server.address(), session));
                }
            }
        }
        running.sort(
                Comparator.comparing((Running one) -> millis(one.session()))
                        .reversed()
                        .thenComparing(one -> one.session().pid()));
        return running;
    }

    private static boolean isActive(Session session) {
        return session.isBusy() && !session.state().startsWith("idle");
    }

    private static long millis(Session session) {
        Duration age = session.queryAge();
        return age == null ? 0 : age.toMillis();
    }

    /** Lines on queries that run for long; none if there is none. */
    void add(List<String> lines, Layout layout) {
        List<Running> running = longRunning();
        if (running.isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable()
                        .column("for", TextTable.Align.RIGHT)
                        .column("pid", TextTable.Align.RIGHT)
                        .column("database", TextTable.Align.LEFT)
                        .column("role", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        running.forEach(
                one ->
                        table.row(
                                Words.time((double) millis(one.session())),
                                String.valueOf(one.session().pid()),
                                Words.oneLine(one.session().client().databaseName()),
                                Words.oneLine(one.session().client().roleName()),
                                one.session().queryText()));
        lines.add("");
        lines.add(layout.heading("Queries that run for a minute or longer"));
        lines.addAll(table.lines("", layout.columns()));
    }

    /** Of each server. */
    List<ConnectionsPart> connections() {
        return servers.stream().map(StatusSessions::connections).toList();
    }

    private static ConnectionsPart connections(ActivityReport.OfServer server) {
        Map<String, Integer> states = new TreeMap<>();
        int busy = 0;
        for (Session session : server.activity().sessions()) {
            if (session.isBusy() && !session.client().roleName().isEmpty()) {
                states.merge(session.state(), 1, Integer::sum);
                busy++;
            }
        }
        states.put("idle", Math.max(0, server.activity().connections() - busy));
        return new ConnectionsPart(
                server.address(),
                server.activity().takenAt().toString(),
                server.activity().connections(),
                server.activity().connectionLimit(),
                states);
    }

    /** The longest first. */
    List<RunningPart> running() {
        return longRunning().stream()
                .map(
                        one ->
                                new RunningPart(
                                        one.address(),
                                        one.session().pid(),
                                        millis(one.session()),
                                        one.session().client().databaseName(),
                                        one.session().client().roleName(),
                                        one.session().client().applicationName(),
                                        blank(one.session().waiting().event()),
                                        one.session().queryText()))
                .toList();
    }

    private static @Nullable String blank(String text) {
        return text.isEmpty() ? null : text;
    }

    /**
     * The connections of a server.
     *
     * @param states how many are in which; idle are those that are in no other
     */
    record ConnectionsPart(
            String server,
            String takenAt,
            int connections,
            int connectionLimit,
            Map<String, Integer> states) {}

    /** A query that runs for long. */
    record RunningPart(
            String server,
            int pid,
            long millis,
            String database,
            String role,
            String application,
            @Nullable String waitEvent,
            String query) {}
}
