package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Sums hours up to days (UTC), each day once, when all of its hours are made: {@link RollUp} never
 * changes one afterwards. Up to where it has come changes with the sums in one transaction.
 */
public final class DayRollUp {
    private static final String UNTIL =
            """
            SELECT until FROM days_summed
             WHERE instance_id = ? AND kind = ?::counter_kind
               FOR UPDATE
            """;

    private static final String HOURS_UNTIL =
            """
            SELECT until FROM rolled_up WHERE instance_id = ? AND kind = ?::counter_kind
            """;

    private static final String ADVANCE =
            """
            INSERT INTO days_summed (instance_id, kind, until)
            VALUES (?, ?::counter_kind, ?)
            ON CONFLICT (instance_id, kind) DO UPDATE SET until = excluded.until
            """;

    /**
     * The next day to sum up.
     *
     * @param jdbc within the transaction in which it will be summed up
     * @return its beginning; empty if there is none of which all hours are made
     */
    public Optional<Instant> due(JdbcClient jdbc, UUID instance, CounterKind kind) {
        Optional<Instant> hours = until(jdbc, HOURS_UNTIL, instance, kind);
        if (hours.isEmpty()) {
            return Optional.empty();
        }
        return until(jdbc, UNTIL, instance, kind)
                .or(() -> first(jdbc, instance, kind))
                .filter(day -> !end(day).isAfter(hours.get()));
    }

    /**
     * Sums up a day that is {@link #due}.
     *
     * @param jdbc within a transaction
     * @return for how many objects there is a sum
     */
    public int sum(JdbcClient jdbc, UUID instance, CounterKind kind, Instant day) {
        int sums =
                jdbc.sql(DaySql.sum(kind))
                        .param("instance", instance)
                        .param("day", Times.of(day))
                        .param("end", Times.of(end(day)))
                        .update();
        pass(jdbc, instance, kind, day);
        return sums;
    }

    /**
     * Leaves out a day that is {@link #due}, but older than is kept.
     *
     * @param jdbc within a transaction
     */
    public void pass(JdbcClient jdbc, UUID instance, CounterKind kind, Instant day) {
        jdbc.sql(ADVANCE).params(instance, kind.word(), Times.of(end(day))).update();
    }

    private static Instant end(Instant day) {
        return day.plus(1, ChronoUnit.DAYS);
    }

    private static Optional<Instant> until(
            JdbcClient jdbc, String sql, UUID instance, CounterKind kind) {
        return jdbc.sql(sql)
                .params(instance, kind.word())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private static Optional<Instant> first(JdbcClient jdbc, UUID instance, CounterKind kind) {
        return jdbc.sql(DaySql.first(kind))
                .params(instance)
                .query(OffsetDateTime.class)
                .optional()
                .map(hour -> hour.toInstant().truncatedTo(ChronoUnit.DAYS));
    }
}
