package org.pgwright.repository.samples;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How far looks at sessions were worked up, by when they were kept: looks may come late, but are
 * kept one after another. It changes with what was made of them in one transaction.
 */
final class ActivityPosition {
    private static final String BEGIN =
            """
            INSERT INTO activity_summed (instance_id, purpose, until)
            VALUES (:instance, :purpose::activity_purpose, '-infinity')
            ON CONFLICT (instance_id, purpose) DO NOTHING
            """;

    /** A minute ago every transaction that stored a sample had ended. */
    private static final String DUE =
            """
            SELECT s.until AS since, greatest(s.until, now() - interval '1 minute') AS until
              FROM activity_summed s
             WHERE s.instance_id = :instance AND s.purpose = :purpose::activity_purpose
               FOR UPDATE
            """;

    private static final String ADVANCE =
            """
            UPDATE activity_summed SET until = :to
             WHERE instance_id = :instance AND purpose = :purpose::activity_purpose
            """;

    private static final String DAYS =
            """
            SELECT DISTINCT date_trunc('day', a.taken_at, 'UTC')
              FROM activity_sample a
             WHERE a.instance_id = :instance AND a.kept_at > :from AND a.kept_at <= :to
            """;

    /** What is made of looks. */
    enum Purpose {
        MINUTES,
        EVENTS;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is to be worked up, by when it was kept.
     *
     * @param from not included; the driver's word for minus infinity for from the beginning
     * @param to included
     */
    record Range(OffsetDateTime from, OffsetDateTime to) {}

    private final Purpose purpose;

    ActivityPosition(Purpose purpose) {
        this.purpose = purpose;
    }

    /** What is due; another that works on the same waits until this transaction ends. */
    Range due(JdbcClient jdbc, UUID instance) {
        return known(jdbc, instance)
                .or(
                        () -> {
                            of(jdbc.sql(BEGIN), instance).update();
                            return known(jdbc, instance);
                        })
                .orElseThrow();
    }

    private Optional<Range> known(JdbcClient jdbc, UUID instance) {
        return of(jdbc.sql(DUE), instance)
                .query(
                        (row, number) ->
                                new Range(
                                        row.getObject("since", OffsetDateTime.class),
                                        row.getObject("until", OffsetDateTime.class)))
                .optional();
    }

    /** The days (UTC) of the looks that are due. */
    List<Instant> days(JdbcClient jdbc, UUID instance) {
        Range range = due(jdbc, instance);
        return jdbc
                .sql(DAYS)
                .param("instance", instance)
                .param("from", range.from())
                .param("to", range.to())
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
    }

    /** Remembers that all up to the end of a range is done. */
    void advance(JdbcClient jdbc, UUID instance, Range range) {
        of(jdbc.sql(ADVANCE), instance).param("to", range.to()).update();
    }

    private JdbcClient.StatementSpec of(JdbcClient.StatementSpec statement, UUID instance) {
        return statement.param("instance", instance).param("purpose", purpose.word());
    }
}
