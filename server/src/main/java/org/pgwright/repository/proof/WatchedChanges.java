package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds the changes whose effect is being measured. */
public final class WatchedChanges {
    private static final String WATCHED =
            """
            SELECT DISTINCT ON (c.strategy_id)
                   c.id, c.strategy_id, c.settled_at,
                   coalesce((SELECT min(s.began_at)
                               FROM change_step s
                              WHERE s.instance_id = c.instance_id AND s.change_id = c.id),
                            c.intended_at) AS began_at,
                   CASE WHEN p.is_final THEN p.reason END AS judged
              FROM index_change c
              JOIN index_strategy y ON y.instance_id = c.instance_id AND y.id = c.strategy_id
              LEFT JOIN change_proof p ON p.instance_id = c.instance_id AND p.change_id = c.id
             WHERE c.instance_id = :instance
               AND y.status = 'watched'
               AND NOT c.is_rollback
               AND c.outcome IN ('applied', 'unneeded')
             ORDER BY c.strategy_id, c.settled_at DESC
            """;

    private final Strategies strategies = new Strategies();
    private final Policies policies = new Policies();

    private record Found(
            UUID id, UUID strategy, Instant began, Instant settled, @Nullable String judged) {}

    /** Those of an instance; of a strategy that was done several times the last one. */
    public List<ProvenChange> of(JdbcClient jdbc, UUID instance) {
        List<ProvenChange> watched = new ArrayList<>();
        for (Found found : found(jdbc, instance)) {
            KnownStrategy strategy =
                    strategies.withId(jdbc, instance, found.strategy()).orElseThrow();
            if (strategy.standing().status() == Status.WATCHED) {
                Policy policy = policies.of(jdbc, instance, strategy.databaseName());
                watched.add(
                        new ProvenChange(
                                found.id(),
                                strategy,
                                found.began(),
                                found.settled(),
                                policy.watch(),
                                policy.unattended().rollsBack(),
                                found.judged()));
            }
        }
        return watched;
    }

    private static List<Found> found(JdbcClient jdbc, UUID instance) {
        return jdbc.sql(WATCHED)
                .param("instance", instance)
                .query(
                        (row, number) ->
                                new Found(
                                        row.getObject("id", UUID.class),
                                        row.getObject("strategy_id", UUID.class),
                                        time(row, "began_at"),
                                        time(row, "settled_at"),
                                        row.getString("judged")))
                .list();
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
