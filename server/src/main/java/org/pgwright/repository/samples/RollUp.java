package org.pgwright.repository.samples;

import org.jspecify.annotations.Nullable;
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
 * transaction. A sample belongs to the hour in which it was taken, by its server's clock; what
 * comes when its hour is summed up already goes into the next (see {@link CounterStore}).
 */
public final class RollUp {
    /** Samples of an hour may still be on their way when it ends. */
    private static final Duration LATENESS = Duration.ofMinutes(2);

    /** How long an hour waits for a server whose clock is behind, or that does not answer. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    /** After which the hour of a server that is watched no more is summed up, by our clock. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final String UNTIL =
            """
            SELECT until FROM rolled_up
             WHERE instance_id = ? AND kind = ?::counter_kind
               FOR UPDATE
            """;

    private static final String LOOKS =
            """
            SELECT max(taken_at) AS latest,
                   min(taken_at) FILTER (WHERE taken_at >= :hour) AS slowest
              FROM counter_look
             WHERE instance_id = :instance AND kind = :kind::counter_kind
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
     * @param now by our clock; the servers' own say when their hours are over, as long as they are
     *     looked at
     * @return its beginning; empty if none is over
     */
    public Optional<Instant> due(JdbcClient jdbc, UUID instance, CounterKind kind, Instant now) {
        return jdbc.sql(UNTIL)
                .params(instance, kind.word())
                .query(OffsetDateTime.class)
                .optional()
                .or(() -> first(jdbc, instance, kind))
                .map(OffsetDateTime::toInstant)
                .map(moment -> moment.truncatedTo(ChronoUnit.HOURS))
                .filter(hour -> looks(jdbc, instance, kind, hour).areBeyond(hour, now));
    }

    /**
     * When counters were looked at last.
     *
     * @param latest of any server; null for never
     * @param slowest of those that were looked at since the hour began; null for none
     */
    private record Looks(@Nullable Instant latest, @Nullable Instant slowest) {
        private boolean areBeyond(Instant hour, Instant now) {
            Instant end = hour.plus(1, ChronoUnit.HOURS);
            Instant abandoned = now.minus(ABANDONED);
            Instant time = latest == null || latest.isBefore(abandoned) ? abandoned : latest;
            boolean allAre = slowest == null || !slowest.isBefore(end);
            return !time.isBefore(end.plus(allAre ? LATENESS : PATIENCE));
        }
    }

    private static Looks looks(JdbcClient jdbc, UUID instance, CounterKind kind, Instant hour) {
        return jdbc.sql(LOOKS)
                .param("instance", instance)
                .param("kind", kind.word())
                .param("hour", Times.of(hour))
                .query(
                        (row, number) ->
                                new Looks(
                                        Times.readNullable(row, "latest"),
                                        Times.readNullable(row, "slowest")))
                .single();
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
