package org.pgwright.repository.strategy;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.Optional;

/** Finds out what speaks against doing again what was done before. */
public final class Setbacks {
    private static final String TAKEN_BACK =
            """
            SELECT EXISTS (
                SELECT FROM index_change c
                  JOIN index_strategy y ON y.instance_id = c.instance_id AND y.id = c.strategy_id
                 WHERE c.instance_id = :instance AND c.database_id = :database
                   AND ((c.is_rollback AND y.action = :action::strategy_action)
                        OR (:action = 'create' AND c.action = 'drop' AND c.outcome = 'applied'))
                   AND y.object = :object::strategy_object
                   AND (y.schema_name, y.table_name) = (:schema, :table)
                   AND (y.index_name = :index OR y.create_statement = :statement))
            """;

    private static final String FAILED =
            """
            SELECT EXISTS (
                SELECT FROM index_change c
                  JOIN index_strategy y ON y.instance_id = c.instance_id AND y.id = c.strategy_id
                 WHERE c.instance_id = :instance AND c.strategy_id = :strategy
                   AND c.outcome = 'failed' AND c.intended_at > y.proposed_at)
            """;

    /**
     * Why somebody has to look at a strategy before it is done: the same was taken back before, or
     * dropped before what is to be made, so that nothing is made and dropped over and over; or it
     * failed since it was proposed.
     *
     * @param jdbc within a transaction
     * @return for people; empty if nothing speaks against it
     */
    public Optional<String> of(JdbcClient jdbc, KnownStrategy strategy) {
        if (isTakenBack(jdbc, strategy)) {
            return Optional.of("the same was taken back or dropped before");
        }
        boolean isFailed =
                jdbc.sql(FAILED)
                        .param("instance", strategy.scope().instanceId())
                        .param("strategy", strategy.id())
                        .query(Boolean.class)
                        .single();
        return isFailed ? Optional.of("it failed since it was proposed") : Optional.empty();
    }

    private static boolean isTakenBack(JdbcClient jdbc, KnownStrategy strategy) {
        return jdbc.sql(TAKEN_BACK)
                .param("instance", strategy.scope().instanceId())
                .param("database", strategy.scope().databaseId())
                .param("action", strategy.action() == null ? null : strategy.action().label())
                .param("object", strategy.object().label())
                .param("schema", strategy.table().schema())
                .param("table", strategy.table().name())
                .param("index", strategy.index())
                .param("statement", strategy.createStatement())
                .query(Boolean.class)
                .single();
    }
}
