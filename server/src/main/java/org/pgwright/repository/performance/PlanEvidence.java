package org.pgwright.repository.performance;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Looks in the repository for what may have given a statement another plan. */
final class PlanEvidence {
    /** Of a table, before the planner is likely to think otherwise of it. */
    private static final double GROWTH = 0.2;

    /** Settings are looked at every ten minutes, so that a change is seen later than it was. */
    private static final Duration SEEN_LATE = Duration.ofMinutes(15);

    private static final String INDEX_GONE =
            """
            SELECT i.index_name
              FROM jsonb_array_elements_text(:old::jsonb) AS n (index_name)
              JOIN monitored_index i ON i.instance_id = :instance AND i.index_name = n.index_name
              JOIN monitored_table t USING (instance_id, table_id)
              LEFT JOIN index_state s USING (instance_id, index_id)
             WHERE t.database_id = :database
               AND t.table_name = ANY (:tables)
               AND NOT jsonb_exists(:new::jsonb, i.index_name)
             GROUP BY i.index_name
            HAVING NOT bool_or(s.index_id IS NOT NULL AND i.is_valid)
             ORDER BY i.index_name
            """;

    /** Those that were seen at the first look at the database may be older. */
    private static final String INDEX_ADDED =
            """
            SELECT i.index_name
              FROM jsonb_array_elements_text(:new::jsonb) AS n (index_name)
              JOIN monitored_index i ON i.instance_id = :instance AND i.index_name = n.index_name
              JOIN monitored_table t USING (instance_id, table_id)
             WHERE t.database_id = :database
               AND t.table_name = ANY (:tables)
               AND NOT jsonb_exists(:old::jsonb, i.index_name)
               AND i.first_seen > :from
               AND i.first_seen > (SELECT min(f.first_seen)
                                     FROM monitored_table f
                                    WHERE f.instance_id = :instance
                                      AND f.database_id = :database)
             GROUP BY i.index_name
             ORDER BY i.index_name
            """;

    private static final String ANALYZED =
            """
            SELECT t.schema_name || '.' || t.table_name
              FROM monitored_table t
              JOIN table_state s USING (instance_id, table_id)
             WHERE t.instance_id = :instance
               AND t.database_id = :database
               AND t.table_name = ANY (:tables)
               AND s.last_analyze > :from
               AND s.last_analyze <= :to
             ORDER BY 1
            """;

    private static final String SETTING =
            """
            SELECT h.setting_name || ' ' || coalesce(b.setting_value, '(none)') || ' -> '
                   || coalesce(h.setting_value, '(none)')
              FROM setting_history h
             CROSS JOIN LATERAL (
                   SELECT e.setting_value
                     FROM setting_history e
                    WHERE e.instance_id = h.instance_id AND e.node_id = h.node_id
                      AND e.setting_name = h.setting_name AND e.seen_at < h.seen_at
                    ORDER BY e.seen_at DESC
                    LIMIT 1) b
             WHERE h.instance_id = :instance
               AND h.node_id = ANY (:nodes)
               AND h.setting_name ~ :names
               AND h.seen_at > :from
               AND h.seen_at <= :seen
               AND h.setting_value IS DISTINCT FROM b.setting_value
             GROUP BY 1
             ORDER BY 1
            """;

    private static final String GROWN =
            """
            SELECT g.table_name || ' +' || g.rows
              FROM (SELECT t.schema_name || '.' || t.table_name AS table_name, s.estimated_rows,
                           coalesce(sum(c.rows_inserted), 0) - coalesce(sum(c.rows_deleted), 0)
                             AS rows
                      FROM monitored_table t
                      JOIN table_state s USING (instance_id, table_id)
                      JOIN table_counted c USING (instance_id, table_id)
                     WHERE t.instance_id = :instance
                       AND t.database_id = :database
                       AND t.table_name = ANY (:tables)
                       AND c.counted_at > :since
                       AND c.counted_at <= :seen
                     GROUP BY t.schema_name, t.table_name, s.estimated_rows) g
             WHERE g.rows >= :growth * greatest(g.estimated_rows - g.rows, 1)
             ORDER BY 1
            """;

    /** Of the categories Query Tuning and Resource Usage, what plans depend on. */
    private static final String OF_THE_PLANNER =
            "^(enable_.*|.*_cost|geqo.*|jit.*|work_mem|hash_mem_multiplier|effective_.*"
                    + "|default_statistics_target|(from|join)_collapse_limit|plan_cache_mode"
                    + "|max_parallel_workers.*|min_parallel_.*|constraint_exclusion"
                    + "|cursor_tuple_fraction|recursive_worktable_factor|search_path"
                    + "|parallel_leader_participation)$";

    private static final String VERSION = "^server_version$";

    private final JdbcClient jdbc;
    private final UUID instance;
    private final NewPlan plan;

    PlanEvidence(JdbcClient jdbc, UUID instance, NewPlan plan) {
        this.jdbc = jdbc;
        this.instance = instance;
        this.plan = plan;
    }

    /**
     * A cause and what it is about.
     *
     * @param details indexes, tables, or settings with their values before and after
     */
    record Found(PlanChangeCause cause, List<String> details) {}

    /**
     * The first cause for which there is evidence. What would have changed the plan of all values
     * does not count where the old plan is still made.
     */
    Found find() {
        for (PlanChangeCause cause : PlanChangeCause.values()) {
            List<String> details = details(cause);
            if (!details.isEmpty()) {
                return new Found(cause, details);
            }
            if (cause == PlanChangeCause.PARAMETER && plan.isOldStillMade()) {
                return new Found(cause, List.of());
            }
        }
        return new Found(PlanChangeCause.UNKNOWN, List.of());
    }

    private List<String> details(PlanChangeCause cause) {
        return switch (cause) {
            case INDEX_GONE -> indexes(INDEX_GONE);
            case INDEX_ADDED -> indexes(INDEX_ADDED);
            case ANALYZED -> forAllValues() ? analyzed() : List.of();
            case SETTING_CHANGED -> forAllValues() ? settings(OF_THE_PLANNER) : List.of();
            case SERVER_UPGRADED -> forAllValues() ? settings(VERSION) : List.of();
            case TABLE_GROWN -> forAllValues() ? grown() : List.of();
            case PARAMETER, UNKNOWN -> List.of();
        };
    }

    private boolean forAllValues() {
        return !plan.isOldStillMade();
    }

    private List<String> indexes(String sql) {
        JdbcClient.StatementSpec query =
                tables(sql)
                        .param("old", plan.before().indexes())
                        .param("new", plan.after().indexes());
        return (sql.equals(INDEX_ADDED) ? query.param("from", at(from())) : query)
                .query(String.class)
                .list();
    }

    private List<String> analyzed() {
        return tables(ANALYZED)
                .param("from", at(from()))
                .param("to", at(plan.changedAt()))
                .query(String.class)
                .list();
    }

    private List<String> grown() {
        return tables(GROWN)
                .param("since", at(plan.before().first()))
                .param("seen", at(plan.changedAt().plus(SEEN_LATE)))
                .param("growth", GROWTH)
                .query(String.class)
                .list();
    }

    private List<String> settings(String names) {
        return jdbc.sql(SETTING)
                .param("instance", instance)
                .param("nodes", plan.nodes().toArray(Integer[]::new))
                .param("names", names)
                .param("from", at(from()))
                .param("seen", at(plan.changedAt().plus(SEEN_LATE)))
                .query(String.class)
                .list();
    }

    private JdbcClient.StatementSpec tables(String sql) {
        return jdbc.sql(sql)
                .param("instance", instance)
                .param("database", plan.databaseId())
                .param("tables", plan.tables().toArray(String[]::new));
    }

    /** The last execution with the old plan was planned when it began, or before. */
    private Instant from() {
        return plan.before().last().minusNanos((long) (plan.before().meanMillis() * 1e6));
    }

    private static Object at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
