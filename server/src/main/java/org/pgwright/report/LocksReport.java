package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for whose locks, as trees whose roots hold up all others below them. */
public record LocksReport(List<ActivityReport.OfServer> servers) implements Report {
    public LocksReport {
        servers = List.copyOf(servers);
    }

    /**
     * A session and those that wait for it.
     *
     * @param session null for one that is gone, or that the role may not see
     */
    public record Node(int pid, @Nullable Session session, List<Node> waiting) {
        public Node {
            waiting = List.copyOf(waiting);
        }
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(new Document(servers.stream().map(LocksReport::part).toList()));
        };
    }

    /** The trees of a server's sessions; none where nobody waits. */
    public static List<Node> trees(List<Session> sessions) {
        Map<Integer, Session> byPid = new HashMap<>();
        sessions.forEach(session -> byPid.put(session.pid(), session));
        Map<Integer, List<Integer>> waiters = new HashMap<>();
        for (Session session : sessions) {
            for (int blocker : session.blockers()) {
                waiters.computeIfAbsent(blocker, pid -> new ArrayList<>()).add(session.pid());
            }
        }
        List<Node> roots = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int pid : waiters.keySet().stream().sorted().toList()) {
            Session session = byPid.get(pid);
            if (session == null || session.blockers().isEmpty()) {
                roots.add(node(pid, byPid, waiters, seen));
            }
        }
        // What is left waits in a circle, which the server will break.
        for (int pid : waiters.keySet().stream().sorted().toList()) {
            if (!seen.contains(pid)) {
                roots.add(node(pid, byPid, waiters, seen));
            }
        }
        return roots;
    }

    /** Each session stands once, under the first that it waits for. */
    private static Node node(
            int pid,
            Map<Integer, Session> sessions,
            Map<Integer, List<Integer>> waiters,
            Set<Integer> seen) {
        seen.add(pid);
        List<Node> waiting = new ArrayList<>();
        for (int waiter : waiters.getOrDefault(pid, List.of())) {
            if (!seen.contains(waiter)) {
                waiting.add(node(waiter, sessions, waiters, seen));
            }
        }
        return new Node(pid, sessions.get(pid), waiting);
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        for (ActivityReport.OfServer server : servers) {
            List<Node> roots = trees(server.activity().sessions());
            lines.add(
                    layout.heading(
                            "%s at %s: %s"
                                    .formatted(
                                            Words.oneLine(server.address()),
                                            server.activity().takenAt(),
                                            roots.isEmpty()
                                                    ? "nobody waits for a lock"
                                                    : Words.count(
                                                            roots.size(),
                                                            "session holds up others",
                                                            "sessions hold up others"))));
            roots.forEach(root -> add(root, "  ", layout, lines));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void add(Node node, String indent, Layout layout, List<String> lines) {
        int room = Math.max(20, layout.columns() - indent.length());
        lines.add(indent + Words.abbreviated(sentence(node), room));
        node.waiting().forEach(waiter -> add(waiter, indent + "    ", layout, lines));
    }

    private static String sentence(Node node) {
        Session session = node.session();
        if (session == null) {
            return node.pid() + " (not seen)";
        }
        Duration age = session.age();
        return "%d %s@%s, %s%s: %s"
                .formatted(
                        node.pid(),
                        session.client().roleName(),
                        session.client().databaseName(),
                        session.state(),
                        age == null ? "" : " for " + Words.time((double) age.toMillis()),
                        session.queryText());
    }

    private static ServerPart part(ActivityReport.OfServer server) {
        return new ServerPart(
                server.address(),
                server.activity().takenAt().toString(),
                trees(server.activity().sessions()).stream().map(LocksReport::part).toList());
    }

    private static NodePart part(Node node) {
        Session session = node.session();
        return new NodePart(
                node.pid(),
                session == null ? null : session.state(),
                session == null ? null : session.client().databaseName(),
                session == null ? null : session.client().roleName(),
                session == null ? null : session.client().applicationName(),
                session == null ? null : session.waiting().event(),
                session == null ? null : session.queryText(),
                node.waiting().stream().map(LocksReport::part).toList());
    }

    private record Document(List<ServerPart> servers) {}

    private record ServerPart(String address, String takenAt, List<NodePart> blockers) {}

    private record NodePart(
            int pid,
            @Nullable String state,
            @Nullable String database,
            @Nullable String role,
            @Nullable String application,
            @Nullable String waitEvent,
            @Nullable String query,
            List<NodePart> waiting) {}
}
