package org.pgwright.repository.alerts;

import org.pgwright.repository.figures.CallPercentiles;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.workload.Percentile;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How long statements take: on average from counters, percentiles from logs that tell them. */
final class StatementReadings {
    private static final Duration FRESH = Duration.ofMinutes(3);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double MICROS_A_MILLI = 1_000;
    private static final double NANOS_A_MILLI = 1e6;
    private static final int MOST_QUERIES = 200;

    private static final String LOOKED =
            """
            SELECT max(s.taken_at) AS taken_at,
                   extract(epoch FROM max(s.taken_at) - min(greatest(s.interval_start, :from)))
                     / 60.0 AS minutes
              FROM statement_sample s
             WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
            HAVING max(s.taken_at) > :fresh
               AND max(s.taken_at) > min(greatest(s.interval_start, :from))
            """;

    /** Of an interval whose mean is not slow the longest call may be. */
    private static final String DID =
            """
            SELECT t.query_hash, sum(o.calls)::bigint AS calls,
                   coalesce(sum(o.execution_time), 0)::bigint AS micros,
                   coalesce(sum(o.calls) FILTER (WHERE r.is_top_level), 0)::bigint AS top_calls,
                   coalesce(sum(o.execution_time) FILTER (WHERE r.is_top_level), 0)::bigint
                     AS top_micros,
                   coalesce(sum(CASE WHEN o.execution_time >= 1e6 * o.calls THEN o.calls
                                     WHEN o.longest_time >= 1e6 THEN 1
                                END) FILTER (WHERE r.is_top_level), 0)::bigint AS slow
              FROM statement_sample s
             CROSS JOIN LATERAL unnest(s.objects, s.calls, s.execution_time, s.longest_time)
                   AS o (source_id, calls, execution_time, longest_time)
              JOIN statement_source r ON r.instance_id = s.instance_id AND r.source_id = o.source_id
              JOIN statement t ON t.instance_id = r.instance_id AND t.statement_id = r.statement_id
             WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
               AND :fresh::timestamptz IS NOT NULL
               AND o.calls > 0
               AND NOT r.is_ours
               AND NOT t.is_ours
             GROUP BY t.query_hash
            """;

    private final CallPercentiles percentiles = new CallPercentiles();

    private record Look(Instant takenAt, double minutes) {}

    private record Did(
            String hash, long calls, long micros, long topCalls, long topMicros, long slow) {}

    List<Reading> read(JdbcClient jdbc, ReadingTime time) {
        Optional<Look> look =
                time.of(jdbc, LOOKED, ReadingTime.SPAN, FRESH)
                        .query((row, number) -> look(row))
                        .optional();
        if (look.isEmpty()) {
            return List.of();
        }
        List<Did> all =
                time.of(jdbc, DID, ReadingTime.SPAN, FRESH).query((row, number) -> did(row)).list();
        List<Reading> readings = new ArrayList<>(counted(all, look.get()));
        readings.addAll(logged(jdbc, time, all));
        return readings;
    }

    private static List<Reading> counted(List<Did> all, Look look) {
        List<Reading> readings = new ArrayList<>();
        long slow = all.stream().mapToLong(Did::slow).sum();
        readings.add(whole(Metric.SLOW_QUERIES, slow / look.minutes(), look.takenAt()));
        long calls = all.stream().mapToLong(Did::topCalls).sum();
        if (calls > 0) {
            double micros = all.stream().mapToLong(Did::topMicros).sum();
            readings.add(
                    whole(Metric.MEAN_LATENCY, micros / calls / MICROS_A_MILLI, look.takenAt()));
        }
        for (Did one : all) {
            readings.add(
                    new Reading(
                            new AlertKey(Metric.MEAN_LATENCY, Subject.query(one.hash())),
                            (double) one.micros() / one.calls() / MICROS_A_MILLI,
                            look.takenAt()));
        }
        return readings;
    }

    /** By whole hours; only of what the log tells of all calls. */
    private List<Reading> logged(JdbcClient jdbc, ReadingTime time, List<Did> all) {
        List<String> dearest =
                all.stream()
                        .sorted(Comparator.comparingLong(Did::micros).reversed())
                        .limit(MOST_QUERIES)
                        .map(Did::hash)
                        .toList();
        List<Reading> readings = new ArrayList<>();
        percentiles
                .of(jdbc, time.window(HOUR), dearest)
                .forEach((hash, of) -> add(readings, Subject.query(hash), of, time.now()));
        add(readings, Subject.INSTANCE, percentiles.ofAll(jdbc, time.window(HOUR)), time.now());
        return readings;
    }

    private static void add(
            List<Reading> readings, Subject subject, QueryPercentiles of, Instant at) {
        add(readings, new AlertKey(Metric.P95_LATENCY, subject), of.p95(), at);
        add(readings, new AlertKey(Metric.P99_LATENCY, subject), of.p99(), at);
    }

    private static void add(List<Reading> readings, AlertKey key, Percentile of, Instant at) {
        switch (of) {
            case Percentile.Exact exact -> readings.add(new Reading(key, millis(exact.time()), at));
            case Percentile.Estimated estimated ->
                    readings.add(new Reading(key, millis(estimated.time()), at));
            case Percentile.Unknown unknown -> {}
        }
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_A_MILLI;
    }

    private static Reading whole(Metric metric, double value, Instant at) {
        return new Reading(new AlertKey(metric, Subject.INSTANCE), value, at);
    }

    private static Look look(ResultSet row) throws SQLException {
        return new Look(Moments.of(row, "taken_at"), row.getDouble("minutes"));
    }

    private static Did did(ResultSet row) throws SQLException {
        return new Did(
                row.getString("query_hash"),
                row.getLong("calls"),
                row.getLong("micros"),
                row.getLong("top_calls"),
                row.getLong("top_micros"),
                row.getLong("slow"));
    }
}
