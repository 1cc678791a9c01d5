package org.pgwright.repository.performance;

import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Records statements that got a new plan and are slower with it, each change once, with both plans,
 * their times, and the likely cause.
 *
 * <p>By executions of which the plan was logged: others may have had any plan. A new plan is judged
 * again for two days, until it is slower by enough executions.
 */
public final class PlanChanges {
    private static final String RECORD =
            """
            INSERT INTO plan_change (
                instance_id, statement_id, database_id, new_plan_hash, old_plan_hash, changed_at,
                last_before, old_executions, old_median_ms, old_mean_ms, new_executions,
                new_median_ms, new_mean_ms, cause, details, old_plan, new_plan)
            VALUES (:instance, :statement, :database, decode(:newHash, 'hex'),
                    decode(:oldHash, 'hex'), :changed, :before, :oldExecutions, :oldMedian,
                    :oldMean, :newExecutions, :newMedian, :newMean, :cause::plan_change_cause,
                    :details::jsonb, :oldPlan::jsonb, :newPlan::jsonb)
            ON CONFLICT DO NOTHING
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /**
     * Records those that are new.
     *
     * @param jdbc within a transaction
     * @return how many
     */
    public int record(JdbcClient jdbc, UUID instance, Instant now) {
        int recorded = 0;
        List<NewPlan> slower = NewPlan.find(jdbc, instance, now);
        for (NewPlan plan : slower) {
            recorded += record(jdbc, instance, plan);
        }
        return recorded;
    }

    private static int record(JdbcClient jdbc, UUID instance, NewPlan plan) {
        PlanEvidence.Found found = new PlanEvidence(jdbc, instance, plan).find();
        NewPlan.Plan before = plan.before();
        NewPlan.Plan after = plan.after();
        return jdbc.sql(RECORD)
                .param("instance", instance)
                .param("statement", plan.statementId())
                .param("database", plan.databaseId())
                .param("newHash", after.hash())
                .param("oldHash", before.hash())
                .param("changed", plan.changedAt().atOffset(ZoneOffset.UTC))
                .param("before", before.last().atOffset(ZoneOffset.UTC))
                .param("oldExecutions", before.executions())
                .param("oldMedian", before.medianMillis())
                .param("oldMean", before.meanMillis())
                .param("newExecutions", after.executions())
                .param("newMedian", after.medianMillis())
                .param("newMean", after.meanMillis())
                .param("cause", found.cause().label())
                .param("details", MAPPER.writeValueAsString(found.details()))
                .param("oldPlan", before.json())
                .param("newPlan", after.json())
                .update();
    }
}
