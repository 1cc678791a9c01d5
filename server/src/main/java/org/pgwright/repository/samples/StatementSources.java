package org.pgwright.repository.samples;

import org.pgwright.observation.LoggedStatement;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementKey;
import org.pgwright.observation.StatementText;
import org.pgwright.postgres.Query;
import org.pgwright.workload.NormalizedText;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Knows rows of pg_stat_statements by their numbers, and statements by their normalised texts. */
public final class StatementSources {
    private static final String KNOWN =
            """
            SELECT s.source_id, d.database_oid, s.role_oid, s.queryid, s.is_top_level
              FROM statement_source s
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE s.instance_id = ? AND s.node_id = ?
            """;

    private static final String ADD_STATEMENT =
            """
            INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
            VALUES (:instance, :hash, :text, :ours, :seen)
            ON CONFLICT (instance_id, query_hash) DO UPDATE
            SET query_hash = excluded.query_hash
            RETURNING statement_id
            """;

    private static final String ADD_STATEMENTS =
            """
            INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
            SELECT :instance, t.hash, t.text, t.ours, :seen
              FROM unnest(:hashes::text[], :texts::text[], :ours::boolean[])
                   AS t (hash, text, ours)
            ON CONFLICT (instance_id, query_hash) DO NOTHING
            """;

    private static final String NUMBERS =
            """
            SELECT query_hash, statement_id
              FROM statement
             WHERE instance_id = :instance AND query_hash = ANY (:hashes::text[])
            """;

    private static final String ADD_SOURCES =
            """
            INSERT INTO statement_source (
                instance_id, node_id, database_id, role_oid, role_name, queryid, is_top_level,
                statement_id, is_ours, first_seen)
            SELECT :instance, :node, d.database_id, s.role, s.role_name, s.queryid, s.top_level,
                   t.statement_id, s.ours, :seen
              FROM unnest(:databases::bigint[], :roles::bigint[], :roleNames::text[],
                          :queryids::bigint[], :topLevels::boolean[], :hashes::text[],
                          :ours::boolean[])
                   AS s (database, role, role_name, queryid, top_level, hash, ours)
              JOIN monitored_database d
                ON d.instance_id = :instance AND d.database_oid = s.database
              JOIN statement t ON t.instance_id = :instance AND t.query_hash = s.hash
            ON CONFLICT (instance_id, node_id, database_id, role_oid, queryid, is_top_level)
            DO NOTHING
            """;

    /** A source with its statement. */
    private record New(StatementKey key, StatementText text, String normalized, String hash) {
        private static New of(StatementKey key, StatementText text) {
            String normalized = NormalizedText.of(text.text());
            return new New(key, text, normalized, NormalizedText.hash(normalized));
        }
    }

    /** The numbers of all rows known of a node. */
    public Map<StatementKey, Integer> known(JdbcClient jdbc, NodeKey node) {
        Map<StatementKey, Integer> known = new HashMap<>();
        jdbc.sql(KNOWN)
                .params(node.instanceId(), node.nodeId())
                .query(
                        row -> {
                            known.put(
                                    new StatementKey(
                                            row.getLong("database_oid"),
                                            row.getLong("role_oid"),
                                            row.getLong("queryid"),
                                            row.getBoolean("is_top_level")),
                                    row.getInt("source_id"));
                        });
        return known;
    }

    /** Gets to know rows; those of databases that are not known are left out. */
    public void add(
            JdbcClient jdbc, NodeKey node, Map<StatementKey, StatementText> texts, Instant seen) {
        List<New> all = new ArrayList<>();
        texts.forEach((key, text) -> all.add(New.of(key, text)));
        RepositoryPlace place = RepositoryPlace.in(jdbc, node);
        String[] hashes = all.stream().map(New::hash).toArray(String[]::new);
        jdbc.sql(ADD_STATEMENTS)
                .param("instance", node.instanceId())
                .param("seen", Times.of(seen))
                .param("hashes", hashes)
                .param("texts", all.stream().map(New::normalized).toArray(String[]::new))
                .param(
                        "ours",
                        all.stream().map(n -> isOurs(n.text().text())).toArray(Boolean[]::new))
                .update();
        jdbc.sql(ADD_SOURCES)
                .param("instance", node.instanceId())
                .param("node", node.nodeId())
                .param("seen", Times.of(seen))
                .param("databases", all.stream().mapToLong(n -> n.key().databaseOid()).toArray())
                .param("roles", all.stream().mapToLong(n -> n.key().roleOid()).toArray())
                .param(
                        "roleNames",
                        all.stream().map(n -> n.text().roleName()).toArray(String[]::new))
                .param("queryids", all.stream().mapToLong(n -> n.key().queryId()).toArray())
                .param(
                        "topLevels",
                        all.stream().map(n -> n.key().isTopLevel()).toArray(Boolean[]::new))
                .param("hashes", hashes)
                .param(
                        "ours",
                        all.stream()
                                .map(n -> isOurs(n.text().text()) || place.isOf(n.key()))
                                .toArray(Boolean[]::new))
                .update();
    }

    private static boolean isOurs(String text) {
        return text.contains(Query.SIGNATURE);
    }

    /** The numbers of statements by their hashes; those that are new get one. */
    public Map<String, Integer> statements(
            JdbcClient jdbc, NodeKey node, Collection<LoggedStatement> statements, Instant seen) {
        Map<String, LoggedStatement> all = new TreeMap<>();
        statements.forEach(statement -> all.put(statement.hash(), statement));
        String[] hashes = all.keySet().toArray(String[]::new);
        Map<String, Integer> numbers = numbers(jdbc, node, hashes);
        List<LoggedStatement> missing =
                all.values().stream().filter(s -> !numbers.containsKey(s.hash())).toList();
        if (missing.isEmpty()) {
            return numbers;
        }
        jdbc.sql(ADD_STATEMENTS)
                .param("instance", node.instanceId())
                .param("seen", Times.of(seen))
                .param("hashes", missing.stream().map(LoggedStatement::hash).toArray(String[]::new))
                .param("texts", missing.stream().map(LoggedStatement::text).toArray(String[]::new))
                .param(
                        "ours",
                        missing.stream().map(LoggedStatement::isOurs).toArray(Boolean[]::new))
                .update();
        return numbers(jdbc, node, hashes);
    }

    private static Map<String, Integer> numbers(JdbcClient jdbc, NodeKey node, String[] hashes) {
        Map<String, Integer> numbers = new HashMap<>();
        jdbc.sql(NUMBERS)
                .param("instance", node.instanceId())
                .param("hashes", hashes)
                .query(
                        row -> {
                            numbers.put(row.getString("query_hash"), row.getInt("statement_id"));
                        });
        return numbers;
    }

    /**
     * The number of a statement.
     *
     * @param text with or without constants, which are not kept
     */
    public int statement(JdbcClient jdbc, NodeKey node, String text, Instant seen) {
        String normalized = NormalizedText.of(text);
        return jdbc.sql(ADD_STATEMENT)
                .param("instance", node.instanceId())
                .param("hash", NormalizedText.hash(normalized))
                .param("text", normalized)
                .param("ours", isOurs(text))
                .param("seen", Times.of(seen))
                .query(Integer.class)
                .single();
    }
}
