package org.pgwright.repository.alerts;

import org.pgwright.catalog.QualifiedName;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How many indexes nothing needs, or no query may use: in all, and of each table. */
final class IndexReadings {
    private static final Duration FRESH = Duration.ofMinutes(15);

    private static final String COUNTS =
            """
            SELECT d.database_name, t.schema_name, t.table_name, max(s.taken_at) AS taken_at,
                   count(*) FILTER (WHERE NOT i.is_valid) AS invalid,
                   count(*) FILTER (WHERE u.is_recommended_for_drop) AS unused
              FROM index_state s
              JOIN monitored_index i USING (instance_id, index_id)
              JOIN monitored_table t USING (instance_id, table_id)
              JOIN monitored_database d USING (instance_id, database_id)
              LEFT JOIN LATERAL (
                   SELECT g.is_recommended_for_drop
                     FROM index_strategy y
                     JOIN index_usage_stats g
                       ON g.instance_id = y.instance_id AND g.index_strategy_id = y.id
                    WHERE y.instance_id = s.instance_id
                      AND y.index_id = s.index_id
                      AND y.is_active
                      AND g.stats_date >= (:to::timestamptz AT TIME ZONE 'UTC')::date - 7
                    ORDER BY g.stats_date DESC
                    LIMIT 1) u ON true
             WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at > :fresh
               AND s.taken_at <= :to AND NOT t.is_ours
             GROUP BY d.database_name, t.schema_name, t.table_name
            """;

    private record Counts(Subject table, Instant at, long invalid, long unused) {}

    List<Reading> read(JdbcClient jdbc, ReadingTime time) {
        List<Counts> tables =
                time.of(jdbc, COUNTS, FRESH, FRESH).query((row, number) -> counts(row)).list();
        List<Reading> readings = new ArrayList<>();
        long invalid = 0;
        long unused = 0;
        Instant last = Instant.MIN;
        for (Counts of : tables) {
            invalid += of.invalid();
            unused += of.unused();
            last = of.at().isAfter(last) ? of.at() : last;
            readings.add(reading(Metric.INVALID_INDEXES, of.table(), of.invalid(), of.at()));
            readings.add(reading(Metric.UNUSED_INDEXES, of.table(), of.unused(), of.at()));
        }
        if (!tables.isEmpty()) {
            readings.add(reading(Metric.INVALID_INDEXES, Subject.INSTANCE, invalid, last));
            readings.add(reading(Metric.UNUSED_INDEXES, Subject.INSTANCE, unused, last));
        }
        return readings;
    }

    private static Reading reading(Metric metric, Subject subject, long count, Instant at) {
        return new Reading(new AlertKey(metric, subject), (double) count, at);
    }

    private static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                Subject.table(
                        row.getString("database_name"),
                        new QualifiedName(
                                row.getString("schema_name"), row.getString("table_name"))),
                Moments.of(row, "taken_at"),
                row.getLong("invalid"),
                row.getLong("unused"));
    }
}
