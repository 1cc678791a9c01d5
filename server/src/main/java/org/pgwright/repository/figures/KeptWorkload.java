package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.ListMarks;
import org.pgwright.workload.ObservedStatements;
import org.pgwright.workload.SampledCalls;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What a database ran in a time, as the workload that advice is given on: calls, times and rows as
 * they were counted, on all servers of its instance; without what pgwright ran itself.
 */
public final class KeptWorkload {
    /** For people. */
    static final String SOURCE = "repository";

    private static final long NANOS_A_MICRO = 1_000;

    private static final String DATABASE =
            """
            SELECT d.database_id
              FROM monitored_database d
             WHERE d.instance_id = ? AND d.database_name = ?
             ORDER BY d.last_seen DESC, d.database_id DESC
             LIMIT 1
            """;

    private static final String STATEMENTS =
            """
            WITH by_source AS MATERIALIZED (
                SELECT source_id, sum(calls) AS calls, sum(row_count) AS row_count,
                       sum(execution_time) AS execution_time
                  FROM statement_counted_in(:instance, :from, :to) c
                 GROUP BY source_id)
            SELECT t.query_text, r.role_name,
                   (array_agg(r.queryid ORDER BY c.execution_time DESC, r.source_id))[1] AS queryid,
                   coalesce(sum(c.calls), 0)::bigint AS calls,
                   coalesce(sum(c.row_count), 0)::bigint AS row_count,
                   coalesce(sum(c.execution_time), 0)::bigint AS execution_time
              FROM by_source c
              JOIN statement_source r
                ON r.instance_id = :instance AND r.source_id = c.source_id
              JOIN statement t USING (instance_id, statement_id)
             WHERE r.database_id = :database AND NOT r.is_ours
             GROUP BY t.query_hash, t.query_text, r.role_name
            HAVING sum(c.calls) > 0
             ORDER BY sum(c.execution_time) DESC, t.query_hash, r.role_name
            """;

    private static final String OUR_ROLES =
            """
            SELECT role_name FROM statement_source WHERE instance_id = :instance AND is_ours
             UNION
            SELECT role_name FROM node WHERE instance_id = :instance
            """;

    private final CallSamples samples = new CallSamples();

    /** The number of a database in an instance; empty if nothing is known of it. */
    public OptionalInt database(JdbcClient jdbc, UUID instance, String name) {
        return jdbc.sql(DATABASE)
                .params(instance, name)
                .query(Integer.class)
                .optional()
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    /**
     * What was run.
     *
     * @param database by its number
     * @param withValues whether texts with values are wanted where they are kept
     * @param wanted by calls and time
     */
    public Workload read(
            JdbcClient jdbc,
            Window window,
            int database,
            boolean withValues,
            Predicate<Statement> wanted) {
        ObservedStatements observed = new ObservedStatements(SOURCE);
        jdbc.sql(STATEMENTS)
                .param("instance", window.instanceId())
                .param("from", window.from().atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("database", database)
                .query(
                        row -> {
                            observed.add(observed(row));
                        });
        Workload workload = observed.workload(wanted, ourRoles(jdbc, window));
        return withValues ? sampled(jdbc, window, database, workload) : workload;
    }

    private static ObservedStatements.Observed observed(ResultSet row) throws SQLException {
        return new ObservedStatements.Observed(
                ListMarks.in(row.getString("query_text")),
                row.getString("role_name"),
                row.getLong("queryid"),
                row.getLong("calls"),
                Duration.ofNanos(row.getLong("execution_time") * NANOS_A_MICRO),
                row.getLong("row_count"));
    }

    private static Set<String> ourRoles(JdbcClient jdbc, Window window) {
        return new HashSet<>(
                jdbc.sql(OUR_ROLES)
                        .param("instance", window.instanceId())
                        .query(String.class)
                        .list());
    }

    private Workload sampled(JdbcClient jdbc, Window window, int database, Workload workload) {
        Set<String> hashes = new HashSet<>();
        workload.statements().forEach(statement -> hashes.add(statement.hash()));
        Map<CallSamples.Key, SampledCalls> sampled = samples.read(jdbc, window, database, hashes);
        List<Statement> statements =
                workload.statements().stream().map(s -> sampled(s, sampled.get(key(s)))).toList();
        return new Workload(statements, workload.skipped());
    }

    private static CallSamples.Key key(Statement statement) {
        return new CallSamples.Key(
                statement.hash(), Objects.requireNonNullElse(statement.role(), ""));
    }

    private static Statement sampled(Statement statement, @Nullable SampledCalls calls) {
        return calls == null ? statement : calls.in(statement);
    }
}
