package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What databases counted, how old their rows are, and when the disk is full. */
final class DatabaseReadings {
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final Duration FRESH_STATE = Duration.ofMinutes(15);
    private static final Duration FRESH_SIZES = Duration.ofHours(3);
    private static final Duration GROWTH = Duration.ofDays(14);

    /** Of fewer a share says nothing. */
    private static final long LEAST_BLOCKS = 1_000;

    /** A hundred years, where it does not grow. */
    private static final double NEVER_DAYS = 36_500;

    private static final double PERCENT = 100;

    private static final String COUNTED =
            """
            SELECT max(s.taken_at) AS taken_at,
                   extract(epoch FROM max(s.taken_at) - min(greatest(s.interval_start, :from)))
                     / 60.0 AS minutes,
                   coalesce(sum(o.blocks_hit), 0)::bigint AS hit,
                   coalesce(sum(o.blocks_read), 0)::bigint AS read,
                   coalesce(sum(o.deadlocks), 0)::bigint AS deadlocks,
                   coalesce(sum(o.temp_bytes), 0)::bigint AS temp_bytes
              FROM database_sample s
              LEFT JOIN LATERAL unnest(
                   s.objects, s.blocks_hit, s.blocks_read, s.deadlocks, s.temp_bytes)
                   AS o (database_id, blocks_hit, blocks_read, deadlocks, temp_bytes) ON true
             WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
            HAVING max(s.taken_at) > :fresh
               AND max(s.taken_at) > min(greatest(s.interval_start, :from))
            """;

    private static final String AGES =
            """
            SELECT d.database_name, s.taken_at, s.frozen_transaction_age AS age
              FROM database_state s
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE s.instance_id = :instance
               AND s.taken_at > :from AND s.taken_at > :fresh AND s.taken_at <= :to
            """;

    private static final String GROWN =
            """
            WITH ends AS (
                SELECT b.database_id, min(b.estimated_at) AS first, max(b.estimated_at) AS last
                  FROM bloat_estimate b
                 WHERE b.instance_id = :instance AND b.estimated_at > :from
                   AND b.estimated_at <= :to
                 GROUP BY b.database_id
                HAVING max(b.estimated_at) > :fresh
                   AND max(b.estimated_at) - min(b.estimated_at) >= interval '1 day'),
            sizes AS (
                SELECT e.database_id, e.first, e.last, b.estimated_at,
                       (SELECT coalesce(sum(bytes), 0)
                          FROM unnest(b.table_bytes || b.toast_bytes || b.index_bytes) AS bytes)
                         AS bytes
                  FROM ends e
                  JOIN bloat_estimate b
                    ON b.instance_id = :instance
                   AND b.database_id = e.database_id
                   AND b.estimated_at IN (e.first, e.last))
            SELECT max(g.last) AS taken_at, sum(g.a_day) AS a_day,
                   (SELECT sum(d.database_bytes) FROM database_state d
                     WHERE d.instance_id = :instance) AS bytes
              FROM (SELECT max(s.last) AS last,
                           (max(s.bytes) FILTER (WHERE s.estimated_at = s.last)
                            - max(s.bytes) FILTER (WHERE s.estimated_at = s.first))
                           / (extract(epoch FROM max(s.last) - min(s.first)) / 86400) AS a_day
                      FROM sizes s
                     GROUP BY s.database_id) g
            HAVING count(*) > 0
            """;

    private record Growth(Instant at, double bytesADay, double bytes) {}

    List<Reading> read(JdbcClient jdbc, ReadingTime time, Collection<Threshold> thresholds) {
        List<Reading> readings = new ArrayList<>();
        time.of(jdbc, COUNTED, ReadingTime.SPAN, FRESH)
                .query((row, number) -> counted(row))
                .optional()
                .ifPresent(readings::addAll);
        readings.addAll(
                time.of(jdbc, AGES, FRESH_STATE, FRESH_STATE)
                        .query((row, number) -> age(row))
                        .list());
        thresholds.stream()
                .filter(one -> one.metric() == Metric.DISK_GROWTH && one.table() == null)
                .map(one -> one.settings().diskBytes())
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(disk -> untilFull(jdbc, time, disk))
                .ifPresent(readings::add);
        return readings;
    }

    private static List<Reading> counted(ResultSet row) throws SQLException {
        Instant at = Moments.of(row, "taken_at");
        double minutes = row.getDouble("minutes");
        long hit = row.getLong("hit");
        long all = hit + row.getLong("read");
        List<Reading> readings = new ArrayList<>();
        if (all >= LEAST_BLOCKS) {
            readings.add(whole(Metric.CACHE_HIT, PERCENT * hit / all, at));
        }
        readings.add(whole(Metric.DEADLOCKS, row.getLong("deadlocks") / minutes, at));
        readings.add(whole(Metric.TEMP_FILES, row.getLong("temp_bytes") / minutes, at));
        return readings;
    }

    private static Reading age(ResultSet row) throws SQLException {
        return new Reading(
                new AlertKey(
                        Metric.TRANSACTION_AGE, Subject.database(row.getString("database_name"))),
                row.getDouble("age"),
                Moments.of(row, "taken_at"));
    }

    private static Optional<Reading> untilFull(JdbcClient jdbc, ReadingTime time, long disk) {
        return time.of(jdbc, GROWN, GROWTH, FRESH_SIZES)
                .query((row, number) -> growth(row))
                .optional()
                .filter(growth -> growth.bytes() > 0)
                .map(
                        growth ->
                                whole(
                                        Metric.DISK_GROWTH,
                                        days(Math.max(0, disk - growth.bytes()), growth),
                                        growth.at()));
    }

    private static double days(double free, Growth growth) {
        return growth.bytesADay() <= 0
                ? NEVER_DAYS
                : Math.min(NEVER_DAYS, free / growth.bytesADay());
    }

    private static Growth growth(ResultSet row) throws SQLException {
        return new Growth(
                Moments.of(row, "taken_at"), row.getDouble("a_day"), row.getDouble("bytes"));
    }

    private static Reading whole(Metric metric, double value, Instant at) {
        return new Reading(new AlertKey(metric, Subject.INSTANCE), value, at);
    }
}
