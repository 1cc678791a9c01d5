package org.pgwright.repository.performance;

import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes into query_performance_log what statements did in an interval, from counters: for each
 * statement of each role in each database a row with the means of its calls, the strategies whose
 * indexes its known plan uses, and the thresholds that it breached.
 *
 * <p>What an execution examined is not counted by the server; so it is what a known plan says, or
 * else what was returned, which it examined at least. Up to where it has come changes with the rows
 * in one transaction.
 */
public final class IntervalLog {
    private static final String UNTIL =
            """
            SELECT until FROM interval_logged WHERE instance_id = ? AND node_id = ? FOR UPDATE
            """;

    private static final String ADVANCE =
            """
            INSERT INTO interval_logged (instance_id, node_id, until) VALUES (?, ?, ?)
            ON CONFLICT (instance_id, node_id) DO UPDATE SET until = excluded.until
            """;

    private static final String FIRST =
            """
            SELECT min(interval_start) FROM statement_sample
             WHERE instance_id = ? AND node_id = ?
            HAVING count(*) > 0
            """;

    private static final String LAST =
            """
            SELECT max(taken_at) FROM statement_sample
             WHERE instance_id = ? AND node_id = ? AND taken_at > ?
            HAVING count(*) > 0
            """;

    /** What ran, by source; numbered, so that each gets an id of ours. */
    private static final String RAN =
            """
            SELECT o.source_id
              FROM statement_sample s
             CROSS JOIN LATERAL unnest(s.objects, s.calls) AS o (source_id, calls)
             WHERE s.instance_id = :instance
               AND s.node_id = :node
               AND s.taken_at > :from
               AND s.taken_at <= :to
             GROUP BY o.source_id
            HAVING sum(o.calls) > 0
             ORDER BY o.source_id
            """;

    private static final String WRITE =
            """
            WITH did AS (
                SELECT o.source_id, sum(o.calls)::bigint AS calls, sum(o.row_count) AS row_count,
                       coalesce(sum(o.execution_time), 0) AS execution_time,
                       max(o.longest_time) AS longest_time,
                       bool_or(o.source_id = ANY (s.incomplete)) AS is_incomplete
                  FROM statement_sample s
                 CROSS JOIN LATERAL unnest(
                       s.objects, s.calls, s.row_count, s.execution_time, s.longest_time)
                       AS o (source_id, calls, row_count, execution_time, longest_time)
                 WHERE s.instance_id = :instance
                   AND s.node_id = :node
                   AND s.taken_at > :from
                   AND s.taken_at <= :to
                 GROUP BY o.source_id)
            INSERT INTO query_performance_log (
                id, instance_id, query_hash, query_pattern, execution_time_ms, rows_examined,
                rows_returned, is_slow_query, slow_query_threshold_ms, database_user, executed_at,
                rows_examined_source, source, calls, interval_start, is_incomplete, node_id,
                database_id, statement_id, used_index, indexes_used, plan_hash)
            SELECT n.id, :instance, t.query_hash, left(t.query_text, 2000),
                   round((d.execution_time / 1000.0 / d.calls)::numeric, 6),
                   greatest(coalesce(p.rows_examined, 0),
                            round(coalesce(d.row_count, 0)::numeric / d.calls))::bigint,
                   round(coalesce(d.row_count, 0)::numeric / d.calls)::bigint,
                   d.execution_time / 1000.0 / d.calls >= :threshold
                     OR coalesce(d.longest_time, 0) / 1000.0 >= :threshold,
                   :threshold, r.role_name, :to,
                   CASE WHEN p.rows_examined IS NULL THEN 'estimate' ELSE 'plan'
                   END::rows_examined_source,
                   'interval', d.calls, :from, d.is_incomplete, r.node_id, r.database_id,
                   r.statement_id, coalesce(jsonb_array_length(p.indexes_used), 0) > 0,
                   p.indexes_used, p.plan_hash
              FROM unnest(:ids::uuid[], :sources::integer[]) AS n (id, source_id)
              JOIN did d USING (source_id)
              JOIN statement_source r
                ON r.instance_id = :instance AND r.source_id = d.source_id
              JOIN statement t USING (instance_id, statement_id)
              LEFT JOIN LATERAL (
                   SELECT p.plan_hash, p.rows_examined, p.indexes_used
                     FROM plan p
                    WHERE p.instance_id = r.instance_id AND p.statement_id = r.statement_id
                    ORDER BY p.last_seen DESC
                    LIMIT 1) p ON true
             WHERE NOT r.is_ours
            """;

    /** What the rows say of indexes is what a known plan says. */
    private static final String LINK =
            """
            INSERT INTO query_log_strategy (
                instance_id, executed_at, query_log_id, index_strategy_id)
            SELECT q.instance_id, q.executed_at, q.id, y.id
              FROM query_performance_log q
             CROSS JOIN LATERAL jsonb_array_elements_text(q.indexes_used) AS i (index_name)
             CROSS JOIN LATERAL (
                   SELECT min(y.id::text)::uuid AS id
                     FROM index_strategy y
                    WHERE y.instance_id = q.instance_id
                      AND y.database_id = q.database_id
                      AND y.object = 'index'
                      AND y.index_name = i.index_name
                      AND y.is_active
                      AND y.is_created
                   HAVING count(*) = 1) y
             WHERE q.instance_id = :instance AND q.executed_at = :to AND q.id = ANY (:ids::uuid[])
            ON CONFLICT DO NOTHING
            """;

    /**
     * A mean says nothing of percentiles. Of a table's own threshold, the table has to be in the
     * known plan.
     */
    private static final String BREACH =
            """
            INSERT INTO query_log_breach (instance_id, executed_at, query_log_id, threshold_id)
            SELECT q.instance_id, q.executed_at, q.id, h.id
              FROM query_performance_log q
              JOIN performance_threshold h
                ON h.instance_id = q.instance_id
               AND h.is_active
               AND (h.metric_type = 'slow_queries' AND q.is_slow_query
                    OR h.metric_type = 'mean_latency'
                   AND q.execution_time_ms
                       > h.warning_threshold
                         * CASE h.threshold_unit WHEN 'seconds' THEN 1000 ELSE 1 END)
             WHERE q.instance_id = :instance AND q.executed_at = :to AND q.id = ANY (:ids::uuid[])
               AND (h.table_name IS NULL
                    OR EXISTS (
                       SELECT FROM plan p
                        WHERE p.instance_id = q.instance_id
                          AND p.statement_id = q.statement_id
                          AND p.plan_hash = q.plan_hash
                          AND jsonb_path_exists(
                              p.plan, '$.**."Relation Name" ? (@ == $table)',
                              jsonb_build_object('table', h.table_name))))
            ON CONFLICT DO NOTHING
            """;

    private final Supplier<UUID> ids;
    private final double thresholdMillis;

    /**
     * @param ids for new rows
     * @param thresholdMillis from which a query is called slow
     */
    public IntervalLog(Supplier<UUID> ids, double thresholdMillis) {
        this.ids = ids;
        this.thresholdMillis = thresholdMillis;
    }

    /**
     * The interval to write next.
     *
     * @param from not included
     * @param to included
     */
    public record Interval(Instant from, Instant to) {}

    /**
     * What was not written yet of a node. Its samples come one after another; those of another may
     * come with times before.
     *
     * @param jdbc within the transaction in which it will be written
     * @return empty if there is nothing
     */
    public Optional<Interval> due(JdbcClient jdbc, NodeKey node) {
        Optional<OffsetDateTime> from =
                moment(jdbc, UNTIL, node.instanceId(), node.nodeId())
                        .or(() -> moment(jdbc, FIRST, node.instanceId(), node.nodeId()));
        return from.flatMap(
                begin ->
                        moment(jdbc, LAST, node.instanceId(), node.nodeId(), begin)
                                .map(end -> new Interval(begin.toInstant(), end.toInstant())));
    }

    private static Optional<OffsetDateTime> moment(
            JdbcClient jdbc, String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(OffsetDateTime.class).optional();
    }

    /**
     * Writes an interval that is {@link #due}.
     *
     * @param jdbc within a transaction
     * @return how many rows
     */
    public int write(JdbcClient jdbc, NodeKey node, Interval interval) {
        List<Integer> sources = of(jdbc.sql(RAN), node, interval).query(Integer.class).list();
        UUID[] rowIds = sources.stream().map(s -> ids.get()).toArray(UUID[]::new);
        int rows =
                of(jdbc.sql(WRITE), node, interval)
                        .param("threshold", thresholdMillis)
                        .param("ids", rowIds)
                        .param("sources", sources.toArray(Integer[]::new))
                        .update();
        of(jdbc.sql(LINK), node, interval).param("ids", rowIds).update();
        of(jdbc.sql(BREACH), node, interval).param("ids", rowIds).update();
        jdbc.sql(ADVANCE)
                .params(node.instanceId(), node.nodeId(), interval.to().atOffset(ZoneOffset.UTC))
                .update();
        return rows;
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec statement, NodeKey node, Interval interval) {
        return statement
                .param("instance", node.instanceId())
                .param("node", node.nodeId())
                .param("from", interval.from().atOffset(ZoneOffset.UTC))
                .param("to", interval.to().atOffset(ZoneOffset.UTC));
    }
}
