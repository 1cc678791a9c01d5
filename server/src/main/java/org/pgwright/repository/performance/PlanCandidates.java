package org.pgwright.repository.performance;

import org.pgwright.observation.NodeKey;
import org.pgwright.observation.PlanCandidate;
import org.pgwright.workload.NormalizedText;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Finds the dearest statements of a database of which no plan was seen lately. */
public final class PlanCandidates {
    /** Of a database and round: 480 plans a day. */
    public static final int MOST = 20;

    /** A plan that was seen within it, in a log or here, is known well enough. */
    private static final Duration KNOWN = Duration.ofDays(1);

    private static final String DEAREST =
            """
            SELECT t.statement_id, t.query_hash, t.query_text
              FROM statement_counted c
              JOIN statement_source s USING (instance_id, source_id)
              JOIN monitored_database d USING (instance_id, database_id)
              JOIN statement t USING (instance_id, statement_id)
             WHERE c.instance_id = :instance
               AND s.node_id = :node
               AND d.database_name = :database
               AND (c.is_sum AND c.counted_at >= date_trunc('hour', :since::timestamptz, 'UTC')
                    OR NOT c.is_sum AND c.counted_at >= :since)
               AND NOT s.is_ours
               AND NOT t.is_ours
               AND t.statement_id <> ALL (:tried)
               AND NOT EXISTS (SELECT FROM plan p
                                WHERE p.instance_id = t.instance_id
                                  AND p.statement_id = t.statement_id
                                  AND p.last_seen > :known)
             GROUP BY t.statement_id, t.query_hash, t.query_text
            HAVING sum(c.execution_time) > 0
             ORDER BY sum(c.execution_time) DESC, t.statement_id
             LIMIT :most
            """;

    private static final String OF_HASHES =
            """
            SELECT statement_id, query_hash, query_text
              FROM statement
             WHERE instance_id = :instance AND query_hash = ANY (:hashes::text[])
             ORDER BY statement_id
            """;

    /**
     * Those of hashes whose text is known, and whole.
     *
     * @param hashes whole ones
     */
    public List<PlanCandidate> ofHashes(JdbcClient jdbc, UUID instance, Collection<String> hashes) {
        return whole(
                jdbc.sql(OF_HASHES)
                        .param("instance", instance)
                        .param("hashes", hashes.toArray(String[]::new)));
    }

    /**
     * Those whose text is whole, the dearest first.
     *
     * @param since from when on their time counts
     * @param tried statements that are not to be among them
     */
    public List<PlanCandidate> dearest(
            JdbcClient jdbc,
            NodeKey node,
            String database,
            Instant since,
            Collection<Integer> tried) {
        return whole(
                jdbc.sql(DEAREST)
                        .param("instance", node.instanceId())
                        .param("node", node.nodeId())
                        .param("database", database)
                        .param("since", since.atOffset(ZoneOffset.UTC))
                        .param("known", since.minus(KNOWN).atOffset(ZoneOffset.UTC))
                        .param("tried", tried.toArray(Integer[]::new))
                        .param("most", MOST));
    }

    private static List<PlanCandidate> whole(JdbcClient.StatementSpec sql) {
        return sql
                .query(
                        (row, number) ->
                                new Found(
                                        row.getString("query_hash"),
                                        new PlanCandidate(
                                                row.getInt("statement_id"),
                                                row.getString("query_text"))))
                .list()
                .stream()
                .filter(Found::isWhole)
                .map(Found::candidate)
                .toList();
    }

    private record Found(String hash, PlanCandidate candidate) {
        /** A text that was cut has not the hash of the whole. */
        private boolean isWhole() {
            return NormalizedText.hashOf(candidate.text()).equals(hash);
        }
    }
}
