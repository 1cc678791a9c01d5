package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Finds single executions of a query, and the indexes that its plans read. */
final class QueryExecutions {
    /** Enough to see whether it is always the same role, hour or value. */
    private static final int SLOWEST = 10;

    private static final String KEPT =
            """
            SELECT q.executed_at, q.execution_time_ms, q.rows_returned, q.rows_examined,
                   q.rows_examined_source::text, d.database_name, q.database_user,
                   q.application_context, coalesce(q.indexes_used, '[]')::text AS indexes,
                   q.execution_plan IS NOT NULL AS has_plan
              FROM query_performance_log q
              JOIN statement t USING (instance_id, statement_id)
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE q.instance_id = :instance AND t.query_hash = :hash AND q.source = 'log'
               AND q.executed_at >= :from AND q.executed_at < :to
             ORDER BY q.execution_time_ms DESC, q.executed_at
             LIMIT :slowest
            """;

    private static final String INDEXES =
            """
            SELECT i.index_name, count(DISTINCT p.plan_hash) AS plans,
                   coalesce(sum(e.executions), 0)::bigint AS executions,
                   max(greatest(p.last_seen, e.last_executed)) AS last_seen
              FROM plan p
              JOIN statement t USING (instance_id, statement_id)
             CROSS JOIN LATERAL (
                   SELECT DISTINCT jsonb_array_elements_text(p.indexes_used)) AS i (index_name)
              LEFT JOIN LATERAL (
                   SELECT count(*) AS executions, max(q.executed_at) AS last_executed
                     FROM query_performance_log q
                    WHERE q.instance_id = p.instance_id AND q.statement_id = p.statement_id
                      AND q.executed_at >= :from AND q.executed_at < :to
                      AND q.source = 'log' AND q.plan_hash = p.plan_hash) e ON true
             WHERE p.instance_id = :instance AND t.query_hash = :hash
               AND (p.last_seen >= :from OR e.executions > 0)
             GROUP BY i.index_name
             ORDER BY executions DESC, i.index_name
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** The slowest that were kept, the slowest first. */
    List<KeptExecution> slowest(JdbcClient jdbc, Window window, String hash) {
        return of(jdbc, KEPT, window, hash)
                .param("slowest", SLOWEST)
                .query((row, number) -> execution(row))
                .list();
    }

    /** What plans that were seen since then read, the most frequent first. */
    List<UsedIndex> indexes(JdbcClient jdbc, Window window, String hash) {
        return of(jdbc, INDEXES, window, hash)
                .query(
                        (row, number) ->
                                new UsedIndex(
                                        row.getString("index_name"),
                                        row.getLong("plans"),
                                        row.getLong("executions"),
                                        row.getObject("last_seen", OffsetDateTime.class)
                                                .toInstant()))
                .list();
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient jdbc, String sql, Window window, String hash) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("hash", hash);
    }

    private static KeptExecution execution(ResultSet row) throws SQLException {
        return new KeptExecution(
                row.getObject("executed_at", OffsetDateTime.class).toInstant(),
                row.getDouble("execution_time_ms"),
                row.getLong("rows_returned"),
                row.getLong("rows_examined"),
                row.getString("rows_examined_source"),
                row.getString("database_name"),
                row.getString("database_user"),
                row.getString("application_context"),
                List.of(MAPPER.readValue(row.getString("indexes"), String[].class)),
                row.getBoolean("has_plan"));
    }
}
