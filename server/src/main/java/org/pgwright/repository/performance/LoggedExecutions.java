package org.pgwright.repository.performance;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LoggedExecution;
import org.pgwright.observation.LoggedExecution.Literals;
import org.pgwright.planner.ExecutedPlan;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes executions that servers logged into query_performance_log, with the strategies whose
 * indexes they used and the thresholds that they breached. Those in databases that have no number
 * are left out; literals are kept only where an execution brings them.
 */
public final class LoggedExecutions {
    /**
     * What a plan says of rows is kept as it comes; without one, what was known last. Rows that an
     * execution returned are only in a plan with what was executed; else they are the mean of the
     * calls that pg_stat_statements has counted of that statement, role and database.
     */
    private static final String KEEP =
            """
            INSERT INTO query_performance_log AS q (
                id, instance_id, query_hash, query_pattern, execution_time_ms, rows_examined,
                rows_returned, indexes_used, execution_plan, used_index, is_slow_query,
                slow_query_threshold_ms, database_user, application_context, executed_at,
                rows_examined_source, source, calls, node_id, database_id, statement_id, plan_hash,
                is_plan_own, literals)
            SELECT n.id, :instance, n.hash, left(t.query_text, 2000), n.millis,
                   coalesce(n.examined, greatest(p.rows_examined, k.returned, 0)),
                   coalesce(CASE WHEN n.source = 'measured' THEN n.returned END, k.returned,
                            n.returned, 0),
                   CASE WHEN n.plan_hash IS NULL THEN p.indexes_used ELSE n.indexes END,
                   n.plan,
                   coalesce(jsonb_array_length(
                       CASE WHEN n.plan_hash IS NULL THEN p.indexes_used ELSE n.indexes END), 0)
                     > 0,
                   n.millis >= :threshold, :threshold, left(n.role, 100),
                   left(nullif(n.application, ''), 100), n.executed_at,
                   coalesce(n.source, CASE WHEN p.rows_examined IS NULL THEN 'estimate'
                                           ELSE 'plan' END)::rows_examined_source,
                   'log', 1, :node, n.database_id, n.statement_id,
                   coalesce(decode(n.plan_hash, 'hex'), p.plan_hash), n.plan_hash IS NOT NULL,
                   n.literals
              FROM unnest(:ids::uuid[], :times::timestamptz[], :hashes::text[],
                          :millis::numeric[], :databases::integer[], :statements::integer[],
                          :roles::text[], :applications::text[], :examined::bigint[],
                          :returned::bigint[], :sources::text[], :indexes::jsonb[],
                          :plans::jsonb[], :planHashes::text[], :literals::jsonb[])
                   AS n (id, executed_at, hash, millis, database_id, statement_id, role,
                         application, examined, returned, source, indexes, plan, plan_hash,
                         literals)
              JOIN statement t ON t.instance_id = :instance AND t.statement_id = n.statement_id
              LEFT JOIN LATERAL (
                   SELECT p.plan_hash, p.rows_examined, p.indexes_used
                     FROM plan p
                    WHERE n.plan_hash IS NULL
                      AND p.instance_id = :instance
                      AND p.statement_id = n.statement_id
                    ORDER BY p.last_seen DESC
                    LIMIT 1) p ON true
              LEFT JOIN LATERAL (
                   SELECT round(sum(c.counters[2]) / nullif(sum(c.counters[1]), 0))::bigint
                            AS returned
                     FROM statement_source s
                     JOIN counter_state c
                       ON c.instance_id = s.instance_id
                      AND c.node_id = s.node_id
                      AND c.kind = 'statement'
                      AND c.object_id = s.source_id
                    WHERE s.instance_id = :instance
                      AND s.node_id = :node
                      AND s.statement_id = n.statement_id
                      AND s.database_id = n.database_id
                      AND s.role_name = left(n.role, 100)
                      AND s.is_top_level) k ON true
            ON CONFLICT (instance_id, executed_at, id) DO UPDATE
            SET execution_time_ms = excluded.execution_time_ms,
                rows_examined = excluded.rows_examined,
                rows_returned = excluded.rows_returned,
                indexes_used = excluded.indexes_used,
                execution_plan = excluded.execution_plan,
                used_index = excluded.used_index,
                is_slow_query = excluded.is_slow_query,
                rows_examined_source = excluded.rows_examined_source,
                plan_hash = excluded.plan_hash,
                is_plan_own = excluded.is_plan_own,
                literals = excluded.literals
            """;

    /** EXPLAIN names indexes without their schema: one that two indexes have links neither. */
    private static final String LINK =
            """
            INSERT INTO query_log_strategy (
                instance_id, executed_at, query_log_id, index_strategy_id)
            SELECT :instance, n.executed_at, n.id, y.id
              FROM unnest(:ids::uuid[], :times::timestamptz[], :databases::integer[],
                          :indexes::jsonb[], :planHashes::text[])
                   AS n (id, executed_at, database_id, indexes, plan_hash)
             CROSS JOIN LATERAL jsonb_array_elements_text(n.indexes) AS i (index_name)
             CROSS JOIN LATERAL (
                   SELECT min(y.id::text)::uuid AS id
                     FROM index_strategy y
                    WHERE y.instance_id = :instance
                      AND y.database_id = n.database_id
                      AND y.object = 'index'
                      AND y.index_name = i.index_name
                      AND y.is_active
                      AND y.is_created
                   HAVING count(*) = 1) y
             WHERE n.plan_hash IS NOT NULL
            ON CONFLICT DO NOTHING
            """;

    /** Of a table's own threshold, the table has to be in the plan. */
    private static final String BREACH =
            """
            INSERT INTO query_log_breach (instance_id, executed_at, query_log_id, threshold_id)
            SELECT :instance, n.executed_at, n.id, h.id
              FROM unnest(:ids::uuid[], :times::timestamptz[], :millis::numeric[],
                          :tables::jsonb[])
                   AS n (id, executed_at, millis, tables)
              JOIN performance_threshold h
                ON h.instance_id = :instance
               AND h.is_active
               AND (h.metric_type = 'slow_queries' AND n.millis >= :threshold
                    OR h.metric_type IN ('mean_latency', 'p95_latency', 'p99_latency')
                   AND n.millis > h.warning_threshold
                                  * CASE h.threshold_unit WHEN 'seconds' THEN 1000 ELSE 1 END)
               AND (h.table_name IS NULL OR jsonb_exists(n.tables, h.table_name))
            ON CONFLICT DO NOTHING
            """;

    private static final int CHUNK = 1_000;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Plans plans = new Plans();
    private final double thresholdMillis;

    /**
     * @param thresholdMillis from which an execution is called slow
     */
    public LoggedExecutions(double thresholdMillis) {
        this.thresholdMillis = thresholdMillis;
    }

    private record Row(
            LoggedExecution execution,
            int database,
            int statement,
            @Nullable KeptPlan plan,
            @Nullable String planHash) {}

    /** Keeps executions; one whose id is known at its time takes the place of what was known. */
    public void keep(LogPlace place, List<LoggedExecution> executions) {
        for (int from = 0; from < executions.size(); from += CHUNK) {
            int to = Math.min(executions.size(), from + CHUNK);
            List<Row> rows = rows(place, executions.subList(from, to));
            if (!rows.isEmpty()) {
                write(place, rows);
            }
        }
    }

    private List<Row> rows(LogPlace place, List<LoggedExecution> executions) {
        List<Row> rows = new ArrayList<>();
        for (LoggedExecution execution : executions) {
            Integer database = place.databases().get(execution.caller().database());
            Integer statement = place.statements().get(execution.statement().hash());
            if (database != null && statement != null) {
                rows.add(row(place, execution, database, statement));
            }
        }
        return rows;
    }

    private Row row(LogPlace place, LoggedExecution execution, int database, int statement) {
        ExecutedPlan plan = execution.plan();
        if (plan == null) {
            return new Row(execution, database, statement, null, null);
        }
        byte[] hash =
                plans.keep(
                        place.jdbc(), place.node().instanceId(), statement, plan, execution.at());
        return new Row(
                execution, database, statement, KeptPlan.of(plan), HexFormat.of().formatHex(hash));
    }

    private void write(LogPlace place, List<Row> rows) {
        Map<String, @Nullable Object> shared =
                Map.of(
                        "instance", place.node().instanceId(),
                        "threshold", thresholdMillis,
                        "ids", texts(rows, r -> r.execution().id().toString()),
                        "times", texts(rows, r -> r.execution().at().toString()),
                        "millis", texts(rows, r -> String.valueOf(r.execution().millis())),
                        "databases", rows.stream().mapToInt(Row::database).toArray(),
                        "indexes", texts(rows, LoggedExecutions::indexes),
                        "planHashes", texts(rows, Row::planHash));
        place.jdbc()
                .sql(KEEP)
                .params(shared)
                .param("node", place.node().nodeId())
                .param("hashes", texts(rows, r -> r.execution().statement().hash()))
                .param("statements", rows.stream().mapToInt(Row::statement).toArray())
                .param("roles", texts(rows, r -> r.execution().caller().role()))
                .param("applications", texts(rows, r -> r.execution().caller().application()))
                .param("examined", numbers(rows, plan -> plan.rowsExamined()))
                .param("returned", numbers(rows, plan -> plan.rowsReturned()))
                .param("sources", texts(rows, LoggedExecutions::source))
                .param("plans", texts(rows, this::slowPlan))
                .param("literals", texts(rows, LoggedExecutions::literals))
                .update();
        place.jdbc().sql(LINK).params(shared).update();
        place.jdbc()
                .sql(BREACH)
                .params(shared)
                .param("tables", texts(rows, LoggedExecutions::tables))
                .update();
    }

    private static @Nullable String[] texts(List<Row> rows, Function<Row, @Nullable String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private static @Nullable Long[] numbers(List<Row> rows, Function<ExecutedPlan, Double> number) {
        return rows.stream()
                .map(row -> row.execution().plan())
                .map(plan -> plan == null ? null : Math.round(number.apply(plan)))
                .toArray(Long[]::new);
    }

    private static @Nullable String source(Row row) {
        ExecutedPlan plan = row.execution().plan();
        return plan == null ? null : plan.isAnalyzed() ? "measured" : "plan";
    }

    private static @Nullable String indexes(Row row) {
        KeptPlan plan = row.plan();
        return plan == null ? null : MAPPER.writeValueAsString(plan.indexes());
    }

    private @Nullable String slowPlan(Row row) {
        KeptPlan plan = row.plan();
        return plan == null || row.execution().millis() < thresholdMillis ? null : plan.json();
    }

    private static @Nullable String literals(Row row) {
        Literals literals = row.execution().literals();
        return literals == null ? null : MAPPER.writeValueAsString(literals);
    }

    private static @Nullable String tables(Row row) {
        ExecutedPlan plan = row.execution().plan();
        if (plan == null) {
            return null;
        }
        TreeSet<String> names = new TreeSet<>();
        plan.visit(
                node -> {
                    if (node.isTableScan() && node.relation() != null) {
                        names.add(
                                Objects.requireNonNull(node.relation()).name().replace('\0', '?'));
                    }
                });
        return MAPPER.writeValueAsString(names);
    }
}
