package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Moves strategies through their life, each step with its entry in the audit log, both or neither.
 */
public final class StrategyLife {
    private static final String MOVE =
            """
            UPDATE index_strategy
               SET status = :to::strategy_status,
                   status_since = now(),
                   deferred_until = :deferred,
                   dismissed_for = CASE WHEN :to = 'dismissed' THEN :why ELSE dismissed_for END,
                   is_active = :to NOT IN ('dismissed', 'rolled_back', 'retired', 'gone')
                               OR (:to = 'rolled_back' AND action = 'drop')
             WHERE instance_id = :instance AND id = :id
            """;

    private static final String STATUS =
            """
            SELECT status::text FROM index_strategy WHERE instance_id = :instance AND id = :id
               FOR UPDATE
            """;

    private static final String RECORD =
            """
            INSERT INTO strategy_event (
                id, instance_id, strategy_id, user_id, from_status, to_status, why, change_id)
            VALUES (:event, :instance, :id, :user, :from::strategy_status, :to::strategy_status,
                    :why, :change)
            """;

    private final Supplier<UUID> ids;

    /**
     * @param ids for entries of the audit log
     */
    public StrategyLife(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * A step.
     *
     * @param why in the user's words, or pgwright's; null for no word
     * @param until when a deferred strategy is to be proposed again
     * @param changeId of the change that it belongs to
     */
    public record Step(
            Status to,
            Actor actor,
            @Nullable String why,
            @Nullable Instant until,
            @Nullable UUID changeId) {
        /** A decision of somebody. */
        public static Step decided(Status to, Actor actor, @Nullable String why) {
            return new Step(to, actor, why, null, null);
        }

        /** What a change came to. */
        public static Step changed(Status to, Actor actor, @Nullable String why, UUID change) {
            return new Step(to, actor, why, null, change);
        }
    }

    /**
     * Takes a step.
     *
     * @param jdbc within a transaction
     * @param from in which statuses it may be taken
     * @throws PgwrightException USAGE if the strategy is in another
     */
    public void move(
            JdbcClient jdbc, UUID instance, UUID strategy, Collection<Status> from, Step step) {
        Status before = status(jdbc, instance, strategy);
        if (!from.contains(before)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the strategy %s is %s, which cannot become %s"
                            .formatted(
                                    KnownStrategy.shortId(strategy),
                                    before.shown(),
                                    step.to().shown()),
                    "pgwright strategy show says what became of it");
        }
        move(jdbc, instance, strategy, before, step);
    }

    /**
     * Takes a step unless somebody else took one meanwhile.
     *
     * @param jdbc within a transaction
     * @param from in which status the strategy was
     * @return whether it was taken
     */
    public boolean moveUnlessMoved(
            JdbcClient jdbc, UUID instance, UUID strategy, Status from, Step step) {
        if (status(jdbc, instance, strategy) != from) {
            return false;
        }
        move(jdbc, instance, strategy, from, step);
        return true;
    }

    /** The row is locked. */
    private void move(JdbcClient jdbc, UUID instance, UUID strategy, Status before, Step step) {
        jdbc.sql(MOVE)
                .param("instance", instance)
                .param("id", strategy)
                .param("to", step.to().label())
                .param("why", step.why())
                .param("deferred", step.until() == null ? null : Timestamp.from(step.until()))
                .update();
        record(jdbc, instance, strategy, before, step);
    }

    /** Writes a step into the audit log that is taken otherwise, or leads nowhere. */
    public void record(
            JdbcClient jdbc, UUID instance, UUID strategy, @Nullable Status before, Step step) {
        jdbc.sql(RECORD)
                .param("event", ids.get())
                .param("instance", instance)
                .param("id", strategy)
                .param("user", step.actor().userId())
                .param("from", before == null ? null : before.label())
                .param("to", step.to().label())
                .param("why", step.why())
                .param("change", step.changeId())
                .update();
    }

    private static Status status(JdbcClient jdbc, UUID instance, UUID strategy) {
        Optional<String> status =
                jdbc.sql(STATUS)
                        .param("instance", instance)
                        .param("id", strategy)
                        .query(String.class)
                        .optional();
        return Status.of(
                status.orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "there is no strategy " + strategy,
                                        "pgwright strategy list shows all")));
    }
}
