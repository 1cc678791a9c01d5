package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Sees to it that one process at a time evaluates the thresholds of an instance, and not more often
 * than it should (table {@code alert_evaluation}).
 */
public final class Evaluations {
    private static final String KNOW =
            """
            INSERT INTO alert_evaluation (instance_id, evaluated_at, forgotten_at)
            VALUES (?, '-infinity', '-infinity')
            ON CONFLICT (instance_id) DO NOTHING
            """;

    /** A time later than now is of a clock that was set back since. */
    private static final String TAKE =
            """
            SELECT forgotten_at <= :now::timestamptz - make_interval(days => 1)
                   OR forgotten_at > :now AS forgets
              FROM alert_evaluation
             WHERE instance_id = :instance
               AND (evaluated_at <= :now::timestamptz - make_interval(secs => :seconds)
                    OR evaluated_at > :now)
               FOR UPDATE SKIP LOCKED
            """;

    private static final String DONE =
            """
            UPDATE alert_evaluation
               SET evaluated_at = :now,
                   forgotten_at = CASE WHEN :forgets THEN :now ELSE forgotten_at END
             WHERE instance_id = :instance
            """;

    /** Has an instance evaluated from now on; in a transaction before {@link #take}. */
    public void know(JdbcClient jdbc, UUID instance) {
        jdbc.sql(KNOW).param(instance).update();
    }

    /**
     * Takes the turn, until the end of the transaction.
     *
     * @param every how long ago the last has to be
     * @return empty if another process has it, or it is not due; else whether what is old is to be
     *     forgotten
     */
    public Optional<Boolean> take(JdbcClient jdbc, UUID instance, Instant now, Duration every) {
        Optional<Boolean> forgets =
                jdbc.sql(TAKE)
                        .param("instance", instance)
                        .param("now", Moments.at(now))
                        .param("seconds", (double) every.toMillis() / 1_000)
                        .query(Boolean.class)
                        .optional();
        forgets.ifPresent(
                forgetting ->
                        jdbc.sql(DONE)
                                .param("instance", instance)
                                .param("now", Moments.at(now))
                                .param("forgets", forgetting)
                                .update());
        return forgets;
    }
}
