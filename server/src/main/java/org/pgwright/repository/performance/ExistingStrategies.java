package org.pgwright.repository.performance;

import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.StrategyLife;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keeps a strategy for each index that exists, says how it is used, and ends those of indexes that
 * are gone. How an index is used is what was seen in the last 30 days, on all nodes together.
 */
public final class ExistingStrategies {
    /** One that was dropped for a strategy is seen until the next look. */
    private static final String MISSING =
            """
            SELECT s.index_id
              FROM index_state s
              JOIN monitored_index i USING (instance_id, index_id)
              JOIN monitored_table t USING (instance_id, table_id)
             WHERE s.instance_id = :instance
               AND NOT EXISTS (SELECT FROM index_strategy y
                                WHERE y.instance_id = s.instance_id
                                  AND y.object = 'index' AND y.action = 'drop' AND y.status = 'watched'
                                  AND (y.database_id, y.schema_name, y.table_name, y.index_name)
                                      = (t.database_id, t.schema_name, t.table_name, i.index_name))
               AND NOT EXISTS (SELECT FROM index_strategy y
                                WHERE y.instance_id = s.instance_id
                                  AND y.index_id = s.index_id
                                  AND y.is_active)
            """;

    private static final String ADD =
            """
            INSERT INTO index_strategy (
                id, instance_id, database_id, schema_name, table_name, index_name, index_type,
                index_definition, columns, where_clause, usage_pattern, maintenance_window,
                is_created, created_by, index_id)
            SELECT n.id, :instance, t.database_id, t.schema_name, t.table_name, i.index_name,
                   CASE WHEN i.method IN ('btree', 'hash', 'gin', 'gist', 'spgist', 'brin')
                        THEN i.method ELSE 'other' END::index_type,
                   left(i.definition, 2000), i.keys, i.predicate, 'unused', 'any_time', true,
                   (SELECT u.id FROM app_user u WHERE u.name = 'local'), i.index_id
              FROM unnest(:ids::uuid[], :indexes::integer[]) AS n (id, index_id)
              JOIN monitored_index i ON i.instance_id = :instance AND i.index_id = n.index_id
              JOIN monitored_table t USING (instance_id, table_id)
            """;

    /** An index that was made for a strategy is its own. */
    private static final String ADOPT =
            """
            UPDATE index_strategy y
               SET index_id = i.index_id, is_created = true
              FROM index_state s
              JOIN monitored_index i USING (instance_id, index_id)
              JOIN monitored_table t USING (instance_id, table_id)
             WHERE s.instance_id = :instance
               AND y.instance_id = :instance
               AND y.index_id IS NULL
               AND y.object = 'index'
               AND y.is_active
               AND (y.is_created OR y.status = 'building')
               AND (t.database_id, t.schema_name, t.table_name, i.index_name)
                   = (y.database_id, y.schema_name, y.table_name, y.index_name)
               AND NOT EXISTS (SELECT FROM index_strategy o
                                WHERE o.instance_id = y.instance_id
                                  AND o.index_id = i.index_id
                                  AND o.is_active)
            """;

    /** What is being changed, the change settles. */
    private static final String END =
            """
            WITH gone AS (
                SELECT y.id, y.status
                  FROM index_strategy y
                 WHERE y.instance_id = :instance
                   AND y.is_active
                   AND y.is_created
                   AND y.index_id IS NOT NULL
                   AND y.status <> 'building'
                   AND NOT EXISTS (SELECT FROM index_state s
                                    WHERE s.instance_id = y.instance_id
                                      AND s.index_id = y.index_id)
                   FOR UPDATE)
            UPDATE index_strategy y
               SET is_active = false, is_created = false, status = 'gone', status_since = now()
              FROM gone
             WHERE y.instance_id = :instance AND y.id = gone.id
            RETURNING y.id, gone.status::text AS status
            """;

    private static final String REFRESH =
            """
            WITH scanned AS MATERIALIZED (
                SELECT h.index_id, sum(h.scans) AS scans, sum(h.rows_read) AS rows_read
                  FROM index_counted h
                 WHERE h.instance_id = :instance AND h.counted_at > now() - interval '30 days'
                 GROUP BY h.index_id),
            written AS MATERIALIZED (
                SELECT h.table_id, sum(coalesce(h.rows_inserted, 0) + coalesce(h.rows_updated, 0)
                                       + coalesce(h.rows_deleted, 0)) AS writes
                  FROM table_counted h
                 WHERE h.instance_id = :instance AND h.counted_at > now() - interval '30 days'
                 GROUP BY h.table_id),
            present AS MATERIALIZED (
                SELECT i.index_id, left(i.definition, 2000) AS definition, i.keys, i.predicate,
                       CASE WHEN coalesce(c.scans, 0) > 0 THEN
                                 CASE WHEN c.rows_read <= 2 * c.scans THEN 'point_lookup'
                                      WHEN c.rows_read
                                           > 0.1 * c.scans * greatest(q.estimated_rows, 1)
                                      THEN 'large_scan'
                                      ELSE 'range_scan'
                                 END
                            WHEN i.is_constraint OR i.is_unique THEN 'constraint_only'
                            WHEN coalesce(w.writes, 0) > 0 THEN 'write_only'
                            ELSE 'unused'
                       END::usage_pattern AS pattern,
                       CASE WHEN coalesce(s.index_bytes, 0) < 100e6 THEN 'any_time'
                            WHEN s.index_bytes < 10e9 THEN 'low_traffic'
                            ELSE 'planned'
                       END::maintenance_window AS maintenance
                  FROM index_state s
                  JOIN monitored_index i USING (instance_id, index_id)
                  LEFT JOIN table_state q USING (instance_id, table_id)
                  LEFT JOIN scanned c USING (index_id)
                  LEFT JOIN written w USING (table_id)
                 WHERE s.instance_id = :instance)
            UPDATE index_strategy y
               SET index_definition = p.definition,
                   columns = p.keys,
                   where_clause = p.predicate,
                   usage_pattern = p.pattern,
                   maintenance_window = p.maintenance
              FROM present p
             WHERE y.instance_id = :instance
               AND y.index_id = p.index_id
               AND y.is_active
               AND (y.index_definition, y.columns, y.where_clause, y.usage_pattern,
                    y.maintenance_window)
                   IS DISTINCT FROM
                   (p.definition, p.keys, p.predicate, p.pattern, p.maintenance)
            """;

    /** All of it is work on many rows, and new tables have no statistics that would say so. */
    private static final String IN_BULK = "SET LOCAL enable_nestloop = off";

    private static final StrategyLife.Step GONE =
            StrategyLife.Step.decided(
                    Status.GONE, Actor.LOCAL, "the index is not there any more; not by pgwright");

    private final Supplier<UUID> ids;
    private final StrategyLife life;

    private record Gone(UUID id, Status before) {}

    /**
     * @param ids for new strategies and entries of the audit log
     */
    public ExistingStrategies(Supplier<UUID> ids) {
        this.ids = ids;
        this.life = new StrategyLife(ids);
    }

    /**
     * Brings the strategies of an instance up to what was seen last.
     *
     * @param jdbc within a transaction
     */
    public void refresh(JdbcClient jdbc, UUID instance) {
        jdbc.sql(IN_BULK).update();
        jdbc.sql(ADOPT).param("instance", instance).update();
        List<Integer> missing =
                jdbc.sql(MISSING).param("instance", instance).query(Integer.class).list();
        if (!missing.isEmpty()) {
            jdbc.sql(ADD)
                    .param("instance", instance)
                    .param("ids", missing.stream().map(index -> ids.get()).toArray(UUID[]::new))
                    .param("indexes", missing.toArray(Integer[]::new))
                    .update();
        }
        jdbc.sql(END)
                .param("instance", instance)
                .query(
                        (row, number) ->
                                new Gone(
                                        row.getObject("id", UUID.class),
                                        Status.of(row.getString("status"))))
                .list()
                .forEach(gone -> life.record(jdbc, instance, gone.id(), gone.before(), GONE));
        jdbc.sql(REFRESH).param("instance", instance).update();
    }
}
