package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Activity;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.Session;
import org.pgwright.workload.NormalizedText;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

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
                statement_ids, transaction_millis, query_millis, blockers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (instance_id, taken_at, node_id) DO NOTHING
            """;

    private final StatementSources statements = new StatementSources();
    private final RecentStatements known = new RecentStatements();

    /**
     * Keeps one look.
     *
     * @param jdbc within a transaction
     */
    public void record(JdbcClient jdbc, NodeKey node, Activity activity) {
        List<Session> busy = activity.sessions().stream().filter(Session::isBusy).toList();
        int[] numbers =
                busy.stream().mapToInt(s -> number(jdbc, node, activity, s.queryText())).toArray();
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
        values.add(numbers);
        values.add(busy.stream().map(s -> millis(s.transactionAge())).toArray(Long[]::new));
        values.add(busy.stream().map(s -> millis(s.queryAge())).toArray(Long[]::new));
        values.add(texts(busy, ActivityStore::blockers));
        jdbc.sql(INSERT).params(values).update();
    }

    /** The number of a statement, which is made known first; 0 for none. */
    private int number(JdbcClient jdbc, NodeKey node, Activity activity, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String hash = NormalizedText.hash(text);
        Integer remembered = known.number(hash);
        if (remembered != null) {
            return remembered;
        }
        int number = statements.statement(jdbc, node, text, activity.takenAt());
        rememberOnceKept(hash, number);
        return number;
    }

    /** A number that is rolled back is never given again. */
    private void rememberOnceKept(String hash, int number) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        known.add(hash, number);
                    }
                });
    }

    private static String[] texts(List<Session> sessions, Function<Session, String> text) {
        return sessions.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable Long millis(@Nullable Duration age) {
        return age == null ? null : age.toMillis();
    }

    private static String blockers(Session session) {
        return session.blockers().stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
