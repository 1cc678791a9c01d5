package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.proof.Windows;
import org.pgwright.repository.strategy.KnownStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What became of the table and the index around a change. */
final class TableChange {
    private static final String HOT =
            """
            SELECT 100.0 * sum(c.rows_hot_updated) / nullif(sum(c.rows_updated), 0)
              FROM (SELECT s.table_id, s.rows_updated, coalesce(s.rows_hot_updated, 0)
                             AS rows_hot_updated
                      FROM table_hour s
                     WHERE :byHour AND s.instance_id = :instance
                       AND s.hour >= :from AND s.hour <= :until - interval '1 hour'
                     UNION ALL
                    SELECT o.table_id, o.rows_updated, coalesce(o.rows_hot_updated, 0)
                      FROM table_sample s
                     CROSS JOIN LATERAL unnest(s.objects, s.rows_updated, s.rows_hot_updated)
                           AS o (table_id, rows_updated, rows_hot_updated)
                     WHERE NOT :byHour AND s.instance_id = :instance
                       AND s.taken_at > :from AND s.taken_at <= :until
                       AND s.interval_start >= :from) c
              JOIN monitored_table t ON t.instance_id = :instance AND t.table_id = c.table_id
             WHERE t.database_id = :database
               AND t.schema_name = :schema AND t.table_name = :table
            """;

    /** The sum of the hour in which it was made may be all there is. */
    private static final String INDEX =
            """
            SELECT s.index_id IS NOT NULL AS is_there, x.is_valid, s.index_bytes,
                   (SELECT sum(coalesce(c.scans, 0))::bigint
                      FROM index_counted c
                     WHERE c.instance_id = x.instance_id AND c.index_id = x.index_id
                       AND c.counted_at >= date_trunc('hour', :since::timestamptz, 'UTC'))
                     AS scans,
                   EXISTS (SELECT FROM counter_look k
                            WHERE k.instance_id = x.instance_id AND k.kind = 'index'
                              AND k.database_id = t.database_id AND k.taken_at > :since)
                     AS is_collected
              FROM monitored_index x
              JOIN monitored_table t USING (instance_id, table_id)
              LEFT JOIN index_state s USING (instance_id, index_id)
             WHERE x.instance_id = :instance AND t.database_id = :database
               AND t.schema_name = :schema AND t.table_name = :table AND x.index_name = :index
             ORDER BY x.last_seen DESC
             LIMIT 1
            """;

    private static final String TOGETHER =
            """
            SELECT DISTINCT c.index_name
              FROM index_change c
             WHERE c.instance_id = :instance AND c.database_id = :database
               AND c.schema_name = :schema AND c.table_name = :table
               AND (c.index_name <> :index OR c.object <> :object::strategy_object)
               AND c.outcome = 'applied'
               AND c.settled_at > :from AND c.intended_at < :until
             ORDER BY 1
            """;

    private final JdbcClient jdbc;
    private final KnownStrategy strategy;
    private final Windows windows;

    TableChange(JdbcClient jdbc, KnownStrategy strategy, Windows windows) {
        this.jdbc = jdbc;
        this.strategy = strategy;
        this.windows = windows;
    }

    @Nullable Double hotPercentBefore() {
        return hotPercent(windows.beforeFrom(), windows.beforeUntil());
    }

    @Nullable Double hotPercentAfter() {
        return hotPercent(windows.afterFrom(), windows.afterUntil());
    }

    /** Null where there was no update. */
    private @Nullable Double hotPercent(Instant from, Instant until) {
        return sql(HOT).param("byHour", windows.isByHour())
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .query(
                        (row, number) ->
                                Optional.ofNullable(row.getBigDecimal(1))
                                        .map(java.math.BigDecimal::doubleValue))
                .single()
                .orElse(null);
    }

    ProofFigures.Index index() {
        long promised = strategy.prediction().bytes();
        return sql(INDEX)
                .param("index", strategy.index())
                .param("since", windows.afterFrom().atOffset(ZoneOffset.UTC))
                .query(
                        (row, number) -> {
                            boolean isThere = row.getBoolean("is_there");
                            long scans = row.getLong("scans");
                            long bytes = row.getLong("index_bytes");
                            Long known = row.wasNull() ? null : bytes;
                            return new ProofFigures.Index(
                                    isThere,
                                    isThere ? row.getBoolean("is_valid") : null,
                                    row.getBoolean("is_collected") ? scans : null,
                                    isThere ? known : null,
                                    promised);
                        })
                .optional()
                .orElse(new ProofFigures.Index(false, null, null, null, promised));
    }

    List<String> together() {
        return sql(TOGETHER)
                .param("index", strategy.index())
                .param("object", strategy.object().label())
                .param("from", windows.beforeFrom().atOffset(ZoneOffset.UTC))
                .param("until", windows.afterUntil().atOffset(ZoneOffset.UTC))
                .query(String.class)
                .list();
    }

    private JdbcClient.StatementSpec sql(String sql) {
        return jdbc.sql(sql)
                .param("instance", strategy.scope().instanceId())
                .param("database", strategy.scope().databaseId())
                .param("schema", strategy.table().schema())
                .param("table", strategy.table().name());
    }
}
