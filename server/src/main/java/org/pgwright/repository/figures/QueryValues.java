package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Finds executions of a query with their literals, which only some users may see. */
public final class QueryValues {
    private static final int MOST = 10;

    private static final String KEPT =
            """
            SELECT q.executed_at, q.execution_time_ms, q.literals ->> 'statement' AS statement,
                   nullif(q.literals -> 'parameters', 'null')::text AS parameters
              FROM query_performance_log q
              JOIN statement t USING (instance_id, statement_id)
             WHERE q.instance_id = :instance AND t.query_hash = :hash AND q.source = 'log'
               AND q.executed_at >= :from AND q.executed_at < :to AND q.literals IS NOT NULL
             ORDER BY q.execution_time_ms DESC, q.executed_at
             LIMIT :most
            """;

    /**
     * One execution.
     *
     * @param at when it ended
     * @param statement as it was logged
     * @param parameters as they are kept, in JSON; null for none
     */
    public record OfExecution(
            Instant at, double millis, String statement, @Nullable String parameters) {}

    /**
     * Those that were kept with their values, the slowest first; none while values are masked.
     *
     * @param hash a whole one
     */
    public List<OfExecution> of(JdbcClient jdbc, Window window, String hash) {
        return jdbc.sql(KEPT)
                .param("instance", window.instanceId())
                .param("hash", hash)
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query(
                        (row, number) ->
                                new OfExecution(
                                        row.getObject("executed_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getDouble("execution_time_ms"),
                                        row.getString("statement"),
                                        row.getString("parameters")))
                .list();
    }
}
