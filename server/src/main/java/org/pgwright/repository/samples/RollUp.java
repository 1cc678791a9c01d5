package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Sums samples up to hours, each hour once: up to where it has come changes with the sums in one
 * transaction. A sample belongs to the hour in which it was taken.
 */
public final class RollUp {
    /** Samples of an hour may still be on their way when it ends. */
    private static final Duration LATENESS = Duration.ofMinutes(2);

    private static final String UNTIL =
            """
            SELECT until FROM rolled_up
             WHERE instance_id = ? AND kind = ?::counter_kind
               FOR UPDATE
            """;

    private static final String ADVANCE =
            """
            INSERT INTO rolled_up (instance_id, kind, until)
            VALUES (?, ?::counter_kind, ?)
            ON CONFLICT (instance_id, kind) DO UPDATE SET until = excluded.until
            """;

    /**
     * The next hour to sum up.
     *
     * @param jdbc within the transaction in which it will be summed up
     * @param now by the clock of the server that is watched
     * @return its beginning; empty if none is over
     */
    public Optional<Instant> due(JdbcClient jdbc, UUID instance, CounterKind kind, Instant now) {
        Instant next =
                jdbc.sql(UNTIL)
                        .params(instance, kind.word())
                        .query(OffsetDateTime.class)
                        .optional()
                        .or(() -> first(jdbc, instance, kind))
                        .map(OffsetDateTime::toInstant)
                        .map(moment -> moment.truncatedTo(ChronoUnit.HOURS))
                        .orElse(now);
        return next.plus(1, ChronoUnit.HOURS).plus(LATENESS).isAfter(now)
                ? Optional.empty()
                : Optional.of(next);
    }

    /**
     * Sums up an hour that is {@link #due}.
     *
     * @param jdbc within a transaction
     * @return for how many objects there is a sum
     */
    public int sum(JdbcClient jdbc, UUID instance, CounterKind kind, Instant hour) {
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        int sums =
                jdbc.sql(HourSql.sum(kind))
                        .param("instance", instance)
                        .param("hour", Times.of(hour))
                        .param("end", Times.of(end))
                        .update();
        jdbc.sql(ADVANCE).params(instance, kind.word(), Times.of(end)).update();
        return sums;
    }

    private static Optional<OffsetDateTime> first(
            JdbcClient jdbc, UUID instance, CounterKind kind) {
        return jdbc.sql(HourSql.first(kind))
                .params(instance)
                .query(OffsetDateTime.class)
                .optional();
    }
}
