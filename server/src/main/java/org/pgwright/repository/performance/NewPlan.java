package org.pgwright.repository.performance;

import org.pgwright.planner.ExecutedPlan;
import org.pgwright.postgres.ExecutedPlanJson;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A plan that a statement got in a database and is slower with.
 *
 * @param before the plan that it had most often in the day before
 * @param changedAt when an execution with the new plan ended first
 * @param isOldStillMade whether the old plan was executed again after that
 * @param nodes the servers that executed the new plan
 */
record NewPlan(
        int statementId,
        int databaseId,
        Plan before,
        Plan after,
        Instant changedAt,
        boolean isOldStillMade,
        Set<Integer> nodes) {
    /** Slower by less may be chance: a busy machine, a cold cache. */
    private static final double FACTOR = 1.5;

    /** Nobody waits for less. */
    private static final double MARGIN_MILLIS = 2;

    /** Of fewer executions a median says little. */
    private static final int FEWEST_EXECUTIONS = 3;

    /** Older plans were judged already, as often as there was something new to see of them. */
    private static final Duration NEW = Duration.ofDays(2);

    /** What happened to indexes and tables is known then, even where they are not looked at. */
    private static final Duration LOOKED_AT = Duration.ofMinutes(30);

    private static final int MOST = 100;

    private static final String FIND =
            """
            WITH young AS MATERIALIZED (
                SELECT p.statement_id, p.plan_hash
                  FROM plan p
                 WHERE p.instance_id = :instance
                   AND p.first_seen > :recently
                   AND EXISTS (SELECT FROM plan o
                                WHERE o.instance_id = p.instance_id
                                  AND o.statement_id = p.statement_id
                                  AND o.first_seen < p.first_seen)),
            ran AS MATERIALIZED (
                SELECT q.statement_id, q.database_id, q.plan_hash, q.node_id, q.executed_at,
                       q.execution_time_ms::float AS millis
                  FROM (SELECT DISTINCT statement_id FROM young) y
                  JOIN query_performance_log q
                    ON q.instance_id = :instance AND q.statement_id = y.statement_id
                 WHERE q.executed_at > :recently - interval '1 day'
                   AND q.source = 'log'
                   AND q.is_plan_own),
            appeared AS (
                SELECT r.statement_id, r.database_id, r.plan_hash,
                       min(r.executed_at) AS changed_at, count(*) AS executions,
                       avg(r.millis) AS mean,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY r.millis) AS median,
                       array_agg(DISTINCT r.node_id) AS nodes
                  FROM ran r
                  JOIN young USING (statement_id, plan_hash)
                 GROUP BY r.statement_id, r.database_id, r.plan_hash)
            SELECT n.statement_id, n.database_id, n.changed_at, n.nodes,
                   encode(n.plan_hash, 'hex') AS new_hash, n.executions AS new_executions,
                   n.mean AS new_mean, n.median AS new_median, new.plan::text AS new_plan,
                   coalesce(new.indexes_used, '[]')::text AS new_indexes,
                   n.changed_at AS new_first, n.changed_at AS new_last,
                   encode(o.plan_hash, 'hex') AS old_hash, o.executions AS old_executions,
                   o.mean AS old_mean, o.median AS old_median, old.plan::text AS old_plan,
                   coalesce(old.indexes_used, '[]')::text AS old_indexes,
                   o.first_at AS old_first, o.last_at AS old_last,
                   EXISTS (SELECT FROM ran r
                            WHERE r.statement_id = n.statement_id
                              AND r.database_id = n.database_id
                              AND r.plan_hash = o.plan_hash
                              AND r.executed_at > n.changed_at) AS is_old_still_made
              FROM appeared n
             CROSS JOIN LATERAL (
                   SELECT r.plan_hash, count(*) AS executions, avg(r.millis) AS mean,
                          percentile_cont(0.5) WITHIN GROUP (ORDER BY r.millis) AS median,
                          min(r.executed_at) AS first_at, max(r.executed_at) AS last_at
                     FROM ran r
                    WHERE r.statement_id = n.statement_id
                      AND r.database_id = n.database_id
                      AND r.plan_hash <> n.plan_hash
                      AND r.executed_at < n.changed_at
                      AND r.executed_at >= n.changed_at - interval '1 day'
                    GROUP BY r.plan_hash
                    ORDER BY count(*) DESC, max(r.executed_at) DESC, r.plan_hash
                    LIMIT 1) o
              JOIN plan new ON new.instance_id = :instance AND new.statement_id = n.statement_id
                           AND new.plan_hash = n.plan_hash
              JOIN plan old ON old.instance_id = :instance AND old.statement_id = n.statement_id
                           AND old.plan_hash = o.plan_hash
              JOIN statement t ON t.instance_id = :instance AND t.statement_id = n.statement_id
             WHERE n.executions >= :fewest
               AND o.executions >= :fewest
               AND n.median >= :factor * o.median
               AND n.median >= :margin + o.median
               AND NOT t.is_ours
               AND (n.changed_at < :looked
                    OR EXISTS (SELECT FROM counter_look l
                                WHERE l.instance_id = :instance
                                  AND l.database_id = n.database_id
                                  AND l.kind = 'index'
                                  AND l.taken_at > n.changed_at))
               AND NOT EXISTS (SELECT FROM plan_change c
                                WHERE c.instance_id = :instance
                                  AND c.statement_id = n.statement_id
                                  AND c.database_id = n.database_id
                                  AND c.new_plan_hash = n.plan_hash)
             ORDER BY n.changed_at, n.statement_id, n.database_id, new_hash
             LIMIT :most
            """;

    /**
     * A plan and what its executions took.
     *
     * @param hash in hexadecimal digits
     * @param indexes their names, as a JSON list
     * @param first when the first of these executions ended
     * @param last when the last of them ended
     */
    record Plan(
            String hash,
            String json,
            String indexes,
            long executions,
            double medianMillis,
            double meanMillis,
            Instant first,
            Instant last) {
        private static Plan of(ResultSet row, String which) throws SQLException {
            return new Plan(
                    row.getString(which + "_hash"),
                    row.getString(which + "_plan"),
                    row.getString(which + "_indexes"),
                    row.getLong(which + "_executions"),
                    row.getDouble(which + "_median"),
                    row.getDouble(which + "_mean"),
                    time(row, which + "_first"),
                    time(row, which + "_last"));
        }

        /** The names of the tables that it reads. */
        private Set<String> tables() {
            Set<String> names = new TreeSet<>();
            ExecutedPlanJson.read(json).visit(node -> addTable(names, node));
            return names;
        }

        private static void addTable(Set<String> names, ExecutedPlan node) {
            var relation = node.relation();
            if (relation != null && node.isTableScan()) {
                names.add(relation.name());
            }
        }
    }

    /** Those that are slower by enough, and not recorded yet; the first {@value #MOST}. */
    static List<NewPlan> find(JdbcClient jdbc, UUID instance, Instant now) {
        return jdbc.sql(FIND)
                .param("instance", instance)
                .param("recently", now.minus(NEW).atOffset(ZoneOffset.UTC))
                .param("looked", now.minus(LOOKED_AT).atOffset(ZoneOffset.UTC))
                .param("fewest", FEWEST_EXECUTIONS)
                .param("factor", FACTOR)
                .param("margin", MARGIN_MILLIS)
                .param("most", MOST)
                .query((row, number) -> of(row))
                .list();
    }

    private static NewPlan of(ResultSet row) throws SQLException {
        return new NewPlan(
                row.getInt("statement_id"),
                row.getInt("database_id"),
                Plan.of(row, "old"),
                Plan.of(row, "new"),
                time(row, "changed_at"),
                row.getBoolean("is_old_still_made"),
                Set.of((Integer[]) row.getArray("nodes").getArray()));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The names of the tables that both plans read. */
    Set<String> tables() {
        Set<String> names = new TreeSet<>(before.tables());
        names.addAll(after.tables());
        return names;
    }
}
