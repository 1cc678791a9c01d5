package org.pgwright.repository.alerts;

import org.pgwright.catalog.QualifiedName;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How tables are kept, how they are read, and what of them and of their indexes is bloat. */
final class TableReadings {
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Duration FRESH_SIZES = Duration.ofHours(3);
    private static final double PERCENT = 100;

    /** Of fewer a share says nothing. */
    private static final long LEAST_ROWS = 1_000;

    private static final long LEAST_BLOCKS = 1_000;

    /** From here on reading a table from end to end is dear. */
    private static final long LARGE = 10_000;

    /** Vacuum is due by PostgreSQL's defaults: 50 dead rows and a fifth of the table. */
    private static final String TABLES =
            """
            WITH looked AS (
                SELECT s.database_id, max(s.taken_at) AS taken_at,
                       extract(epoch FROM max(s.taken_at) - min(greatest(s.interval_start, :from)))
                         / 60.0 AS minutes
                  FROM table_sample s
                 WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
                 GROUP BY s.database_id
                HAVING max(s.taken_at) > min(greatest(s.interval_start, :from))),
            did AS (
                SELECT o.table_id, sum(o.scans)::bigint AS scans, sum(o.hit)::bigint AS hit,
                       sum(o.read)::bigint AS read
                  FROM table_sample s
                 CROSS JOIN LATERAL unnest(
                       s.objects, s.sequential_scans, s.heap_blocks_hit, s.heap_blocks_read)
                       AS o (table_id, scans, hit, read)
                 WHERE s.instance_id = :instance AND s.taken_at > :from AND s.taken_at <= :to
                 GROUP BY o.table_id)
            SELECT d.database_name, t.schema_name, t.table_name, s.taken_at, s.estimated_rows,
                   s.dead_rows, s.dead_rows > 50 + 0.2 * greatest(s.estimated_rows, 0) AS is_due,
                   extract(epoch FROM s.taken_at - coalesce(s.last_vacuum, t.first_seen)) / 3600
                     AS hours,
                   k.taken_at AS counted_at, coalesce(c.scans, 0) / k.minutes AS scans,
                   coalesce(c.hit, 0) AS hit, coalesce(c.read, 0) AS read
              FROM table_state s
              JOIN monitored_table t USING (instance_id, table_id)
              JOIN monitored_database d USING (instance_id, database_id)
              LEFT JOIN looked k ON k.database_id = t.database_id
              LEFT JOIN did c ON c.table_id = s.table_id
             WHERE s.instance_id = :instance AND s.taken_at > :fresh AND s.taken_at <= :to
               AND t.kind IN ('r', 'm') AND NOT t.is_ours
            """;

    private static final String BLOAT =
            """
            WITH last AS (
                SELECT DISTINCT ON (b.database_id) b.*
                  FROM bloat_estimate b
                 WHERE b.instance_id = :instance AND b.estimated_at > :from
                   AND b.estimated_at > :fresh AND b.estimated_at <= :to
                 ORDER BY b.database_id, b.estimated_at DESC)
            SELECT d.database_name, t.schema_name, t.table_name, '' AS index_name,
                   l.estimated_at AS taken_at, 100.0 * (o.bytes - o.fresh) / o.bytes AS share
              FROM last l
             CROSS JOIN LATERAL unnest(l.table_ids, l.table_bytes, l.table_fresh_bytes)
                   AS o (table_id, bytes, fresh)
              JOIN monitored_table t ON t.instance_id = l.instance_id AND t.table_id = o.table_id
              JOIN monitored_database d
                ON d.instance_id = l.instance_id AND d.database_id = l.database_id
             WHERE o.fresh IS NOT NULL AND o.bytes >= 10 * 1024 * 1024 AND NOT t.is_ours
             UNION ALL
            SELECT d.database_name, t.schema_name, t.table_name, i.index_name, l.estimated_at,
                   100.0 * (o.bytes - o.fresh) / o.bytes
              FROM last l
             CROSS JOIN LATERAL unnest(l.index_ids, l.index_bytes, l.index_fresh_bytes)
                   AS o (index_id, bytes, fresh)
              JOIN monitored_index i ON i.instance_id = l.instance_id AND i.index_id = o.index_id
              JOIN monitored_table t ON t.instance_id = i.instance_id AND t.table_id = i.table_id
              JOIN monitored_database d
                ON d.instance_id = l.instance_id AND d.database_id = l.database_id
             WHERE o.fresh IS NOT NULL AND o.bytes >= 10 * 1024 * 1024 AND NOT t.is_ours
            """;

    List<Reading> read(JdbcClient jdbc, ReadingTime time) {
        List<Reading> readings = new ArrayList<>();
        time.of(jdbc, TABLES, FRESH, FRESH)
                .query((row, number) -> table(row))
                .list()
                .forEach(readings::addAll);
        readings.addAll(
                time.of(jdbc, BLOAT, FRESH_SIZES, FRESH_SIZES)
                        .query((row, number) -> bloat(row))
                        .list());
        return readings;
    }

    private static List<Reading> table(ResultSet row) throws SQLException {
        Subject subject = Subject.table(row.getString("database_name"), name(row));
        Instant at = Moments.of(row, "taken_at");
        Instant counted = Moments.orNull(row, "counted_at");
        long rows = Math.max(0, row.getLong("estimated_rows"));
        long dead = row.getLong("dead_rows");
        List<Reading> readings = new ArrayList<>();
        if (rows + dead >= LEAST_ROWS) {
            double share = PERCENT * dead / (rows + dead);
            readings.add(of(Metric.DEAD_ROWS, subject, share, at));
            double hours = row.getBoolean("is_due") ? Math.max(0, row.getDouble("hours")) : 0;
            readings.add(of(Metric.LAST_AUTOVACUUM, subject, hours, at));
        }
        if (counted != null && rows > LARGE) {
            double scans = row.getDouble("scans");
            readings.add(of(Metric.SEQUENTIAL_SCANS, subject, scans, counted));
        }
        long hit = row.getLong("hit");
        long blocks = hit + row.getLong("read");
        if (counted != null && blocks >= LEAST_BLOCKS) {
            readings.add(of(Metric.CACHE_HIT, subject, PERCENT * hit / blocks, counted));
        }
        return readings;
    }

    private static Reading bloat(ResultSet row) throws SQLException {
        String index = row.getString("index_name");
        String database = row.getString("database_name");
        Subject subject =
                index.isEmpty()
                        ? Subject.table(database, name(row))
                        : Subject.index(database, name(row), index);
        return of(
                Metric.BLOAT,
                subject,
                Math.max(0, row.getDouble("share")),
                Moments.of(row, "taken_at"));
    }

    private static QualifiedName name(ResultSet row) throws SQLException {
        return new QualifiedName(row.getString("schema_name"), row.getString("table_name"));
    }

    private static Reading of(Metric metric, Subject subject, double value, Instant at) {
        return new Reading(new AlertKey(metric, subject), value, at);
    }
}
