package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.TableFacts;
import org.pgwright.postgres.ExecutedPlanJson;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the plans of one query, and what is known of the tables that they read. */
public final class QueryPlans {
    private static final String PLANS =
            """
            SELECT encode(p.plan_hash, 'hex') AS hash, p.plan::text AS plan, p.nodes_left_out,
                   p.first_seen, p.last_seen, coalesce(p.indexes_used, '[]')::text AS indexes,
                   e.executions, e.mean, e.longest
              FROM plan p
              JOIN statement t USING (instance_id, statement_id)
             CROSS JOIN LATERAL (
                   SELECT count(*) AS executions, avg(q.execution_time_ms) AS mean,
                          max(q.execution_time_ms) AS longest
                     FROM query_performance_log q
                    WHERE q.instance_id = p.instance_id AND q.statement_id = p.statement_id
                      AND q.executed_at >= :from AND q.executed_at < :to
                      AND q.source = 'log' AND q.is_plan_own AND q.plan_hash = p.plan_hash) e
             WHERE p.instance_id = :instance AND t.query_hash = :hash
             ORDER BY e.executions * e.mean DESC NULLS LAST, p.last_seen DESC, hash
            """;

    /** Of the databases that the query ran in, as far as is known. */
    private static final String TABLES =
            """
            SELECT t.schema_name, t.table_name, s.estimated_rows, s.changed_since_analyze,
                   s.last_analyze
              FROM monitored_table t
              JOIN table_state s USING (instance_id, table_id)
             WHERE t.instance_id = :instance
               AND t.table_name = ANY (:names)
               AND t.database_id IN (
                   SELECT r.database_id
                     FROM statement_source r
                     JOIN statement h USING (instance_id, statement_id)
                    WHERE r.instance_id = :instance AND h.query_hash = :hash
                    UNION
                   SELECT q.database_id
                     FROM query_performance_log q
                     JOIN statement h USING (instance_id, statement_id)
                    WHERE q.instance_id = :instance AND h.query_hash = :hash
                      AND q.executed_at >= :from AND q.executed_at < :to)
             ORDER BY t.database_id, t.schema_name, t.table_name
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** All plans of a query that are kept; their executions are those of the window. */
    public KnownPlans of(JdbcClient jdbc, Window window, String hash) {
        List<KnownPlan> plans =
                sql(jdbc, PLANS, window, hash).query((row, number) -> plan(row)).list();
        Set<String> names = new TreeSet<>();
        for (KnownPlan known : plans) {
            known.plan()
                    .visit(
                            node -> {
                                var relation = node.relation();
                                if (relation != null && node.isTableScan()) {
                                    names.add(relation.name());
                                }
                            });
        }
        return new KnownPlans(
                plans, names.isEmpty() ? List.of() : tables(jdbc, window, hash, names));
    }

    private static List<TableFacts> tables(
            JdbcClient jdbc, Window window, String hash, Set<String> names) {
        return sql(jdbc, TABLES, window, hash)
                .param("names", names.toArray(String[]::new))
                .query((row, number) -> facts(row))
                .list();
    }

    private static JdbcClient.StatementSpec sql(
            JdbcClient jdbc, String sql, Window window, String hash) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("hash", hash);
    }

    private static KnownPlan plan(ResultSet row) throws SQLException {
        String json = row.getString("plan");
        return new KnownPlan(
                row.getString("hash"),
                ExecutedPlanJson.read(json),
                json,
                row.getInt("nodes_left_out"),
                time(row, "first_seen"),
                time(row, "last_seen"),
                row.getLong("executions"),
                row.getObject("mean") == null ? null : row.getDouble("mean"),
                row.getObject("longest") == null ? null : row.getDouble("longest"),
                List.of(MAPPER.readValue(row.getString("indexes"), String[].class)));
    }

    private static TableFacts facts(ResultSet row) throws SQLException {
        return new TableFacts(
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getLong("estimated_rows"),
                row.getLong("changed_since_analyze"),
                timeOrNull(row, "last_analyze"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
