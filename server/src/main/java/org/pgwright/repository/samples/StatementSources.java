package org.pgwright.repository.samples;

import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementKey;
import org.pgwright.observation.StatementText;
import org.pgwright.postgres.Query;
import org.pgwright.workload.NormalizedText;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

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

    private static final String ADD_SOURCE =
            """
            INSERT INTO statement_source (
                instance_id, node_id, database_id, role_oid, role_name, queryid, is_top_level,
                statement_id, first_seen)
            SELECT :instance, :node, d.database_id, :role, :roleName, :queryid, :topLevel,
                   :statement, :seen
              FROM monitored_database d
             WHERE d.instance_id = :instance AND d.database_oid = :database
            ON CONFLICT (instance_id, node_id, database_id, role_oid, queryid, is_top_level)
            DO NOTHING
            """;

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
        texts.forEach(
                (key, text) -> {
                    int statement = statement(jdbc, node, text.text(), seen);
                    jdbc.sql(ADD_SOURCE)
                            .param("instance", node.instanceId())
                            .param("node", node.nodeId())
                            .param("database", key.databaseOid())
                            .param("role", key.roleOid())
                            .param("roleName", text.roleName())
                            .param("queryid", key.queryId())
                            .param("topLevel", key.isTopLevel())
                            .param("statement", statement)
                            .param("seen", Times.of(seen))
                            .update();
                });
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
                .param("ours", text.contains(Query.SIGNATURE))
                .param("seen", Times.of(seen))
                .query(Integer.class)
                .single();
    }
}
