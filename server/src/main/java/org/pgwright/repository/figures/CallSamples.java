package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.LoggedParameters;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.SampledCalls;
import org.pgwright.workload.StatementText;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds executions whose values were kept: of each statement and role a few slow ones and a few
 * others, one of each part of their time.
 */
final class CallSamples {
    /** Of the slow ones, and of the others. */
    static final int MOST = 10;

    private static final String EXECUTIONS =
            """
            WITH executed AS (
                SELECT t.query_hash, q.database_user, q.is_slow_query, q.executed_at, q.id,
                       q.literals IS NOT NULL AS has_literals
                  FROM query_performance_log q
                  JOIN statement t USING (instance_id, statement_id)
                 WHERE q.instance_id = :instance
                   AND t.query_hash = ANY (:hashes::text[])
                   AND q.database_id = :database
                   AND q.source = 'log'
                   AND q.executed_at >= :from
                   AND q.executed_at < :to),
            slow AS (
                SELECT query_hash, database_user,
                       count(*) FILTER (WHERE is_slow_query) AS slow_calls
                  FROM executed
                 GROUP BY query_hash, database_user),
            parts AS (
                SELECT e.*,
                       ntile(:most) OVER (PARTITION BY query_hash, database_user, is_slow_query
                                              ORDER BY executed_at, id) AS part
                  FROM executed e
                 WHERE has_literals),
            chosen AS (
                SELECT DISTINCT ON (query_hash, database_user, is_slow_query, part)
                       query_hash, database_user, is_slow_query, executed_at, id
                  FROM parts
                 ORDER BY query_hash, database_user, is_slow_query, part, md5(id::text))
            SELECT c.query_hash, c.database_user, c.is_slow_query, s.slow_calls,
                   q.literals ->> 'statement' AS statement_text,
                   q.literals ->> 'parameters' AS parameters
              FROM chosen c
              JOIN slow s USING (query_hash, database_user)
              JOIN query_performance_log q
                ON q.instance_id = :instance AND q.executed_at = c.executed_at AND q.id = c.id
             ORDER BY c.query_hash, c.database_user, c.executed_at, c.id
            """;

    /** Whose statement. */
    record Key(String hash, String role) {}

    private static final class Gathered {
        private final List<String> slow = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private long slowCalls;
    }

    /** By statement and role, those of which something is kept. */
    Map<Key, SampledCalls> read(
            JdbcClient jdbc, Window window, int database, Collection<String> hashes) {
        Map<Key, Gathered> gathered = new HashMap<>();
        jdbc.sql(EXECUTIONS)
                .param("instance", window.instanceId())
                .param("hashes", hashes.toArray(String[]::new))
                .param("database", database)
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("most", MOST)
                .query(
                        row -> {
                            gather(gathered, row);
                        });
        Map<Key, SampledCalls> samples = new HashMap<>();
        gathered.forEach(
                (key, of) -> samples.put(key, new SampledCalls(of.slowCalls, of.slow, of.others)));
        return samples;
    }

    private static void gather(Map<Key, Gathered> gathered, ResultSet row) throws SQLException {
        String hash = row.getString("query_hash");
        Gathered of =
                gathered.computeIfAbsent(
                        new Key(hash, row.getString("database_user")), key -> new Gathered());
        of.slowCalls = row.getLong("slow_calls");
        List<String> texts = row.getBoolean("is_slow_query") ? of.slow : of.others;
        text(hash, row.getString("statement_text"), row.getString("parameters"))
                .ifPresent(texts::add);
    }

    /** Empty for a text that was cut, or whose values were. */
    private static Optional<String> text(
            String hash, @Nullable String statement, @Nullable String parameters) {
        if (statement == null || !NormalizedText.hash(statement).equals(hash)) {
            return Optional.empty();
        }
        return StatementText.plannablePart(statement)
                .flatMap(
                        text ->
                                LoggedParameters.in(
                                        StatementText.withoutTrailingSemicolon(text),
                                        parameters == null ? "" : parameters));
    }
}
