package org.pgwright.repository.performance;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes down the use of each index on a day (UTC), on the primary and its replicas together, from
 * what was counted. A day that is not over is written anew each time.
 *
 * <p>How the figures are defined is in docs/repository.md.
 */
public final class DailyUse {
    private static final String STRATEGIES =
            """
            SELECT y.id
              FROM index_strategy y
             WHERE y.instance_id = :instance
               AND y.is_active
               AND y.is_created
               AND y.is_monitoring
               AND NOT EXISTS (SELECT FROM index_usage_stats u
                                WHERE u.instance_id = y.instance_id
                                  AND u.index_strategy_id = y.id
                                  AND u.stats_date = :date)
            """;

    private static final String ADD =
            """
            INSERT INTO index_usage_stats (
                id, instance_id, index_strategy_id, schema_name, table_name, index_name,
                stats_date)
            SELECT n.id, :instance, y.id, y.schema_name, y.table_name, y.index_name, :date
              FROM unnest(:ids::uuid[], :strategies::uuid[]) AS n (id, strategy_id)
              JOIN index_strategy y ON y.instance_id = :instance AND y.id = n.strategy_id
            """;

    /**
     * A block found in shared buffers is reckoned with 1 µs, one that was read with what the server
     * measured that day (track_io_timing) or, without, 100 µs. Times of plans count only where they
     * are of at least half of the scans: those that are logged for being slow say nothing of all.
     */
    private static final String WRITE =
            """
            WITH used AS MATERIALIZED (
                SELECT h.index_id, bool_or(h.is_incomplete) AS is_incomplete,
                       coalesce(sum(h.scans), 0) AS scans,
                       coalesce(sum(h.rows_read), 0) AS rows_read,
                       coalesce(sum(h.rows_fetched), 0) AS rows_fetched,
                       coalesce(sum(h.blocks_hit), 0) AS hit,
                       coalesce(sum(h.blocks_read), 0) AS read
                  FROM index_counted h
                 WHERE h.instance_id = :instance AND h.counted_at >= :from AND h.counted_at < :to
                 GROUP BY h.index_id),
            timed AS MATERIALIZED (
                SELECT h.index_id, sum(h.scans) AS scans,
                       sum(h.total_time)::double precision / 1000 AS millis
                  FROM logged_scan_hour h
                 WHERE h.instance_id = :instance AND h.hour >= :from AND h.hour < :to
                 GROUP BY h.index_id),
            hidden AS MATERIALIZED (
                SELECT DISTINCT h.database_id
                  FROM index_sample h
                 WHERE h.instance_id = :instance AND h.taken_at >= :from AND h.taken_at < :to
                   AND h.gaps && '{statistics_reset,crash,not_allowed,replaced}'::interval_gap[]),
            written AS MATERIALIZED (
                SELECT h.table_id,
                       coalesce(sum(h.rows_inserted), 0) AS inserted,
                       coalesce(sum(h.rows_updated), 0) AS updated,
                       coalesce(sum(h.rows_updated), 0) - coalesce(sum(h.rows_hot_updated), 0)
                         AS moved
                  FROM table_counted h
                 WHERE h.instance_id = :instance AND h.counted_at >= :from AND h.counted_at < :to
                 GROUP BY h.table_id),
            reading AS MATERIALIZED (
                SELECT coalesce(sum(h.block_read_time)::double precision
                                / nullif(sum(h.blocks_read) FILTER (
                                      WHERE h.block_read_time IS NOT NULL), 0), 100) AS micros
                  FROM database_counted h
                 WHERE h.instance_id = :instance AND h.counted_at >= :from AND h.counted_at < :to),
            entries AS MATERIALIZED (
                SELECT s.index_id, i.table_id,
                       (coalesce(w.inserted, 0) + coalesce(w.moved, 0))
                         * coalesce(s.index_bytes, 0)::double precision
                         / greatest(s.entry_count, 1) AS bytes
                  FROM index_state s
                  JOIN monitored_index i USING (instance_id, index_id)
                  LEFT JOIN written w USING (table_id)
                 WHERE s.instance_id = :instance),
            tables AS MATERIALIZED (
                SELECT e.table_id, sum(e.bytes)
                       + max((coalesce(w.inserted, 0) + coalesce(w.updated, 0))
                             * coalesce(q.total_bytes, 0)::double precision
                             / greatest(q.estimated_rows, 1)) AS bytes
                  FROM entries e
                  JOIN table_state q ON q.instance_id = :instance AND q.table_id = e.table_id
                  LEFT JOIN written w ON w.table_id = e.table_id
                 GROUP BY e.table_id)
            UPDATE index_usage_stats u
               SET total_scans = coalesce(d.scans, 0),
                   total_tuples_read = coalesce(d.rows_read, 0),
                   total_tuples_fetched = coalesce(d.rows_fetched, 0),
                   avg_scan_time_ms = CASE
                       WHEN d.scans > 0 AND p.scans * 2 >= d.scans
                       THEN round((p.millis / p.scans)::numeric, 6)
                       WHEN d.scans > 0
                       THEN round(((d.hit + d.read * r.micros) / 1000.0 / d.scans)::numeric, 6)
                       ELSE 0 END,
                   scan_time_source = CASE
                       WHEN d.scans > 0 AND p.scans * 2 >= d.scans THEN 'plans'
                       WHEN d.scans > 0 THEN 'estimate' END,
                   selectivity_ratio = CASE WHEN d.scans > 0 AND q.estimated_rows > 0
                       THEN least(1, round(d.rows_read::numeric / d.scans / q.estimated_rows, 9))
                       ELSE 0 END,
                   index_size_bytes = coalesce(s.index_bytes, u.index_size_bytes),
                   maintenance_cost_score = CASE WHEN t.bytes > 0
                       THEN round((100 * e.bytes / t.bytes)::numeric, 3)
                       ELSE 0 END,
                   is_incomplete = coalesce(d.is_incomplete, false)
                       OR m.database_id IN (SELECT g.database_id FROM hidden g),
                   last_analyzed = s.taken_at
              FROM index_strategy y
              JOIN index_state s USING (instance_id, index_id)
              JOIN monitored_index i USING (instance_id, index_id)
              JOIN monitored_table m USING (instance_id, table_id)
              JOIN table_state q USING (instance_id, table_id)
              JOIN entries e USING (index_id)
              JOIN tables t ON t.table_id = i.table_id
              LEFT JOIN used d USING (index_id)
              LEFT JOIN timed p USING (index_id)
             CROSS JOIN reading r
             WHERE u.instance_id = :instance
               AND u.stats_date = :date
               AND y.instance_id = u.instance_id
               AND y.id = u.index_strategy_id
               AND y.is_active
            """;

    /** All of it is work on many rows, and new tables have no statistics that would say so. */
    private static final String IN_BULK = "SET LOCAL enable_nestloop = off";

    private final Supplier<UUID> ids;
    private final DropAdvice advice = new DropAdvice();

    /**
     * @param ids for new rows
     */
    public DailyUse(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * Writes a day down.
     *
     * @param jdbc within a transaction
     */
    public void write(JdbcClient jdbc, UUID instance, LocalDate date) {
        jdbc.sql(IN_BULK).update();
        List<UUID> strategies =
                jdbc.sql(STRATEGIES)
                        .param("instance", instance)
                        .param("date", date)
                        .query(UUID.class)
                        .list();
        if (!strategies.isEmpty()) {
            jdbc.sql(ADD)
                    .param("instance", instance)
                    .param("date", date)
                    .param("ids", strategies.stream().map(s -> ids.get()).toArray(UUID[]::new))
                    .param("strategies", strategies.toArray(UUID[]::new))
                    .update();
        }
        OffsetDateTime from = date.atStartOfDay().atOffset(ZoneOffset.UTC);
        jdbc.sql(WRITE)
                .param("instance", instance)
                .param("date", date)
                .param("from", from)
                .param("to", from.plusDays(1))
                .update();
        advice.write(jdbc, instance, date);
    }
}
