package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Session;
import org.pgwright.workload.NormalizedText;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps what sessions did moment by moment; idle ones are only counted. */
public final class ActivityStore {
    private static final String INSERT =
            """
            INSERT INTO activity_sample (
                instance_id, node_id, taken_at, connections, connection_limit, pids, states,
                wait_types, wait_events, database_names, role_names, application_names,
                query_hashes, transaction_millis, query_millis, blockers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (instance_id, taken_at, node_id) DO NOTHING
            """;

    private final StatementSources statements = new StatementSources();
    private final RecentHashes known = new RecentHashes();

    /** Keeps one look. */
    public void record(JdbcClient jdbc, NodeKey node, Activity activity) {
        List<Session> busy = activity.sessions().stream().filter(Session::isBusy).toList();
        List<String> hashes = new ArrayList<>();
        for (Session session : busy) {
            hashes.add(hash(jdbc, node, activity, session.queryText()));
        }
        List<Object> values = new ArrayList<>();
        values.add(node.instanceId());
        values.add(node.nodeId());
        values.add(Times.of(activity.takenAt()));
        values.add(activity.connections());
        values.add(activity.connectionLimit());
        values.add(busy.stream().mapToInt(Session::pid).toArray());
        values.add(texts(busy, Session::state));
        values.add(texts(busy, session -> session.waiting().type()));
        values.add(texts(busy, session -> session.waiting().event()));
        values.add(texts(busy, session -> session.client().databaseName()));
        values.add(texts(busy, session -> session.client().roleName()));
        values.add(texts(busy, session -> session.client().applicationName()));
        values.add(hashes.toArray(String[]::new));
        values.add(busy.stream().mapToLong(s -> millis(s.transactionAge())).toArray());
        values.add(busy.stream().mapToLong(s -> millis(s.queryAge())).toArray());
        values.add(texts(busy, ActivityStore::blockers));
        jdbc.sql(INSERT).params(values).update();
    }

    /** The hash of a statement, which is made known first. */
    private String hash(JdbcClient jdbc, NodeKey node, Activity activity, String text) {
        if (text.isEmpty()) {
            return "";
        }
        String hash = NormalizedText.hash(text);
        if (!known.contains(hash)) {
            statements.statement(jdbc, node, text, activity.takenAt());
            known.add(hash);
        }
        return hash;
    }

    private static String[] texts(List<Session> sessions, Function<Session, String> text) {
        return sessions.stream().map(text).toArray(String[]::new);
    }

    private static long millis(@Nullable Duration age) {
        return age == null ? -1 : age.toMillis();
    }

    private static String blockers(Session session) {
        return session.blockers().stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
