package org.pgwright.repository.performance;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.maintenance.IndexUse;
import org.pgwright.repository.strategy.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads how the indexes of a database were used, day by day and as far back as that is kept, on all
 * servers together.
 */
public final class IndexUses {
    /** What is not written down by the day yet is taken from what was counted. */
    private static final int DAYS_FRESH = 2;

    private static final String USES =
            """
            WITH written AS MATERIALIZED (
                SELECT y.index_id, u.stats_date AS day, u.total_scans > 0 AS is_used,
                       u.is_incomplete
                  FROM index_usage_stats u
                  JOIN index_strategy y
                    ON y.instance_id = u.instance_id AND y.id = u.index_strategy_id
                 WHERE u.instance_id = :instance
                   AND u.stats_date <= :today
                   AND y.database_id = :database
                   AND y.index_id IS NOT NULL
                 UNION ALL
                SELECT h.index_id, (h.counted_at AT TIME ZONE 'UTC')::date,
                       coalesce(h.scans, 0) > 0, h.is_incomplete
                  FROM index_counted h
                 WHERE h.instance_id = :instance
                   AND h.counted_at >= :fresh AND h.counted_at <= :now),
            days AS MATERIALIZED (
                SELECT w.index_id, min(w.day) AS first_day,
                       max(w.day) FILTER (WHERE w.is_incomplete) AS lost,
                       array_agg(DISTINCT w.day ORDER BY w.day) FILTER (WHERE w.is_used) AS used
                  FROM written w
                 GROUP BY w.index_id),
            watched AS MATERIALIZED (
                SELECT max(n.first_seen) AS since
                  FROM node n
                 WHERE n.instance_id = :instance AND n.is_active)
            SELECT t.schema_name, i.index_name, s.relation_oid::bigint AS relation_oid, d.lost,
                   i.is_unique OR i.is_constraint
                     OR i.duties && '{foreign_key,replica_identity}'::index_duty[] AS is_needed,
                   coalesce(d.used, '{}') AS used,
                   greatest(i.first_seen, n.since,
                            d.first_day::timestamp AT TIME ZONE 'UTC',
                            (d.lost + 1)::timestamp AT TIME ZONE 'UTC') AS since
              FROM index_state s
              JOIN monitored_index i USING (instance_id, index_id)
              JOIN monitored_table t USING (instance_id, table_id)
              JOIN days d USING (index_id)
             CROSS JOIN watched n
             WHERE s.instance_id = :instance AND t.database_id = :database AND NOT t.is_ours
            """;

    private static final String OWN =
            """
            SELECT t.schema_name, t.table_name
              FROM monitored_table t
             WHERE t.instance_id = :instance AND t.database_id = :database AND t.is_ours
            """;

    /** Tables of the repository itself, where it is in that database. */
    public Set<QualifiedName> ownTables(JdbcClient jdbc, Scope scope) {
        return new HashSet<>(
                jdbc.sql(OWN)
                        .param("instance", scope.instanceId())
                        .param("database", scope.databaseId())
                        .query(
                                (row, number) ->
                                        new QualifiedName(
                                                row.getString("schema_name"),
                                                row.getString("table_name")))
                        .list());
    }

    /** Those of a database, by name; not those of which no day was written down. */
    public Map<QualifiedName, IndexUse> of(JdbcClient jdbc, Scope scope, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return jdbc
                .sql(USES)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .param("today", today)
                .param("fresh", today.minusDays(DAYS_FRESH).atStartOfDay().atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> use(row))
                .list()
                .stream()
                .collect(Collectors.toMap(IndexUse::index, Function.identity()));
    }

    private static IndexUse use(ResultSet row) throws SQLException {
        Date lost = row.getDate("lost");
        return new IndexUse(
                new QualifiedName(row.getString("schema_name"), row.getString("index_name")),
                row.getBoolean("is_needed"),
                row.getLong("relation_oid"),
                row.getTimestamp("since").toInstant(),
                lost == null ? null : lost.toLocalDate(),
                days(row));
    }

    private static List<LocalDate> days(ResultSet row) throws SQLException {
        return Stream.of((Date[]) row.getArray("used").getArray()).map(Date::toLocalDate).toList();
    }
}
