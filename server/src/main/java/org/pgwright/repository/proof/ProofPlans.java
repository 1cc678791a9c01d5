package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.PlanLines;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.proof.Windows;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The plans that statements had before and after a change, as far as any were logged or captured:
 * the one that was seen last of those that were known before, and the one that was seen last of
 * those that were made after it.
 */
record ProofPlans(Map<String, ProofFigures.Plan> earlier, Map<String, ProofFigures.Plan> later) {
    private static final int MOST_LINES = 60;

    private static final String BEFORE =
            """
            SELECT DISTINCT ON (t.query_hash)
                   t.query_hash, encode(p.plan_hash, 'hex') AS hash, p.plan::text AS plan
              FROM plan p
              JOIN statement t USING (instance_id, statement_id)
             WHERE p.instance_id = :instance AND t.query_hash = ANY (:hashes::text[])
               AND p.first_seen < :border
             ORDER BY t.query_hash, p.last_seen DESC, p.plan_hash
            """;

    private static final String AFTER =
            """
            SELECT DISTINCT ON (t.query_hash)
                   t.query_hash, encode(p.plan_hash, 'hex') AS hash, p.plan::text AS plan
              FROM plan p
              JOIN statement t USING (instance_id, statement_id)
             WHERE p.instance_id = :instance AND t.query_hash = ANY (:hashes::text[])
               AND p.last_seen > :border
             ORDER BY t.query_hash, p.last_seen DESC, p.first_seen DESC, p.plan_hash
            """;

    ProofPlans {
        earlier = Map.copyOf(earlier);
        later = Map.copyOf(later);
    }

    static ProofPlans read(
            JdbcClient jdbc, UUID instance, Windows windows, Collection<String> hashes) {
        String[] wanted = hashes.toArray(String[]::new);
        return new ProofPlans(
                plans(
                        jdbc.sql(BEFORE)
                                .param("border", windows.beforeUntil().atOffset(ZoneOffset.UTC)),
                        instance,
                        wanted),
                plans(
                        jdbc.sql(AFTER)
                                .param("border", windows.afterFrom().atOffset(ZoneOffset.UTC)),
                        instance,
                        wanted));
    }

    private static Map<String, ProofFigures.Plan> plans(
            JdbcClient.StatementSpec sql, UUID instance, String[] hashes) {
        Map<String, ProofFigures.Plan> plans = new HashMap<>();
        sql.param("instance", instance)
                .param("hashes", hashes)
                .query(
                        row -> {
                            plans.put(row.getString("query_hash"), plan(row));
                        });
        return plans;
    }

    private static ProofFigures.Plan plan(ResultSet row) throws SQLException {
        List<String> lines =
                PlanLines.of(ExecutedPlanJson.read(row.getString("plan")).masked()).stream()
                        .map(line -> line.replaceAll("\\p{Cntrl}", "\uFFFD"))
                        .toList();
        return new ProofFigures.Plan(
                row.getString("hash"),
                lines.size() <= MOST_LINES ? lines : lines.subList(0, MOST_LINES));
    }

    ProofFigures.@Nullable Plan before(String hash) {
        return earlier.get(hash);
    }

    ProofFigures.@Nullable Plan after(String hash) {
        return later.get(hash);
    }
}
