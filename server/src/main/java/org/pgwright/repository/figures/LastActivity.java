package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.Activity;
import org.pgwright.observation.Session;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What sessions did when they were looked at last; idle ones are only counted. */
public final class LastActivity {
    private static final String SAMPLES =
            """
            SELECT n.address, s.*
              FROM node n
             CROSS JOIN LATERAL (
                   SELECT * FROM activity_sample a
                    WHERE a.instance_id = n.instance_id AND a.node_id = n.node_id
                    ORDER BY a.taken_at DESC
                    LIMIT 1) s
             WHERE n.instance_id = ? AND n.is_active
             ORDER BY n.is_standby, n.address
            """;

    private static final String TEXTS =
            """
            SELECT statement_id::text AS number, query_text FROM statement
             WHERE instance_id = ? AND statement_id = ANY (?::integer[])
            """;

    /**
     * A server's.
     *
     * @param address of the server, for people
     */
    public record OfNode(String address, Activity activity) {}

    /** One for each node that was looked at. */
    public List<OfNode> read(JdbcClient jdbc, UUID instance) {
        return jdbc
                .sql(SAMPLES)
                .params(instance)
                .query((row, number) -> ofNode(row))
                .list()
                .stream()
                .map(node -> withTexts(jdbc, instance, node))
                .toList();
    }

    /** With numbers of statements in place of texts. */
    private static OfNode ofNode(ResultSet row) throws SQLException {
        List<Session> sessions = new ArrayList<>();
        Integer[] pids = (Integer[]) row.getArray("pids").getArray();
        String[] states = texts(row, "states");
        String[] types = texts(row, "wait_types");
        String[] events = texts(row, "wait_events");
        String[] databases = texts(row, "database_names");
        String[] roles = texts(row, "role_names");
        String[] applications = texts(row, "application_names");
        Integer[] statements = (Integer[]) row.getArray("statement_ids").getArray();
        String[] blockers = texts(row, "blockers");
        Long[] transactions = (Long[]) row.getArray("transaction_millis").getArray();
        Long[] queries = (Long[]) row.getArray("query_millis").getArray();
        for (int i = 0; i < pids.length; i++) {
            sessions.add(
                    new Session(
                            pids[i],
                            "client backend",
                            states[i],
                            new Session.Wait(types[i], events[i]),
                            new Session.Client(databases[i], roles[i], applications[i], ""),
                            0,
                            String.valueOf(statements[i]),
                            millis(transactions[i]),
                            millis(queries[i]),
                            pids(blockers[i])));
        }
        return new OfNode(
                row.getString("address"),
                new Activity(
                        row.getObject("taken_at", OffsetDateTime.class).toInstant(),
                        row.getInt("connections"),
                        row.getInt("connection_limit"),
                        sessions));
    }

    private static OfNode withTexts(JdbcClient jdbc, UUID instance, OfNode node) {
        Activity activity = node.activity();
        Map<String, String> texts = new HashMap<>();
        jdbc.sql(TEXTS)
                .params(
                        instance,
                        activity.sessions().stream().map(Session::queryText).toArray(String[]::new))
                .query(
                        row -> {
                            texts.put(row.getString("number"), row.getString("query_text"));
                        });
        return new OfNode(
                node.address(),
                new Activity(
                        activity.takenAt(),
                        activity.connections(),
                        activity.connectionLimit(),
                        activity.sessions().stream()
                                .map(s -> s.withQuery(texts.getOrDefault(s.queryText(), "")))
                                .toList()));
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    private static @Nullable Duration millis(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static List<Integer> pids(String pids) {
        return pids.isEmpty()
                ? List.of()
                : Arrays.stream(pids.split(",")).map(Integer::valueOf).toList();
    }
}
