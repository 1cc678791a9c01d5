package org.pgwright.repository.performance;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Says of each index whether it may be dropped because nothing uses it, and why or why not. Where
 * something could not be seen it never says so.
 *
 * <p>The rules are in docs/repository.md.
 */
final class DropAdvice {
    /** Reports of a month come around once in it. */
    private static final int DAYS_WATCHED = 30;

    /**
     * The first reason that holds is the one given. Sums that are kept for fewer days than have to
     * be watched do not count as watched: the oldest day that is kept tells.
     */
    private static final String WRITE =
            """
            WITH counted AS MATERIALIZED (
                SELECT h.index_id, sum(h.scans) AS scans, bool_or(h.is_incomplete) AS is_incomplete
                  FROM index_counted h
                 WHERE h.instance_id = :instance AND h.counted_at >= :since AND h.counted_at < :to
                 GROUP BY h.index_id),
            hidden AS MATERIALIZED (
                SELECT u.index_strategy_id, max(u.stats_date) AS last_date
                  FROM index_usage_stats u
                 WHERE u.instance_id = :instance
                   AND u.stats_date BETWEEN :first AND :date
                   AND u.is_incomplete
                 GROUP BY u.index_strategy_id),
            kept AS MATERIALIZED (
                SELECT min(u.stats_date)::timestamp AT TIME ZONE 'UTC' AS since
                  FROM index_usage_stats u
                 WHERE u.instance_id = :instance),
            """
                    + WatchedNodes.NODES
                    + """
            judged AS MATERIALIZED (
                SELECT y.id, n.watched,
                       CASE
                       WHEN i.is_constraint THEN 'kept: a constraint needs it'
                       WHEN i.is_unique THEN 'kept: it is unique, which is a rule of its own'
                       WHEN 'foreign_key' = ANY (i.duties) THEN 'kept: a foreign key needs it'
                       WHEN 'replica_identity' = ANY (i.duties)
                       THEN 'kept: it is the replica identity of its table'
                       WHEN 'partitioned_index' = ANY (i.duties)
                       THEN 'kept: it is a part of the index of a partitioned table'
                       WHEN jsonb_path_exists(i.keys, '$[*].expression')
                       THEN 'kept: the planner has statistics of its expression from it'
                       WHEN c.scans > 0
                       THEN format('kept: %s scans in %s days', c.scans, :days)
                       WHEN w.since > :since
                       THEN format('not known: watched for %s of %s days',
                                   greatest(0, floor(extract(epoch FROM least(:to, now()) - w.since)
                                                     / 86400)), :days)
                       WHEN n.silent IS NOT NULL
                       THEN format('not known: nothing was collected from %s lately', n.silent)
                       WHEN r.following > r.watched
                       THEN format('not known: %s replicas follow, of which %s are watched',
                                   r.following, r.watched)
                       WHEN c.is_incomplete OR h.last_date IS NOT NULL
                       THEN format('not known: scans may have been missed in the last %s days',
                                   :days)
                       END AS against
                  FROM index_strategy y
                  JOIN monitored_index i USING (instance_id, index_id)
                  JOIN nodes n ON n.database_id = y.database_id
                  LEFT JOIN counted c USING (index_id)
                  LEFT JOIN hidden h ON h.index_strategy_id = y.id
                 CROSS JOIN kept k
                 CROSS JOIN replicas r
                 CROSS JOIN LATERAL (
                       SELECT greatest(i.first_seen, n.since, k.since) AS since) w
                 WHERE y.instance_id = :instance
                   AND y.is_active)
            UPDATE index_usage_stats u
               SET is_recommended_for_drop = j.against IS NULL,
                   recommendation_reason = v.reason
              FROM judged j
             CROSS JOIN LATERAL (
                   SELECT coalesce(j.against,
                                   format('no scan on any of %s watched servers in %s days, and'
                                          ' nothing else needs it', j.watched, :days))
                          AS reason) v
             WHERE u.instance_id = :instance
               AND u.stats_date = :date
               AND u.index_strategy_id = j.id
               AND u.recommendation_reason IS DISTINCT FROM v.reason
            """;

    /**
     * Writes it into the rows of a day.
     *
     * @param jdbc within a transaction, after the day's figures
     */
    void write(JdbcClient jdbc, UUID instance, LocalDate date) {
        LocalDate first = date.minusDays(DAYS_WATCHED);
        jdbc.sql(WRITE)
                .param("instance", instance)
                .param("date", date)
                .param("first", first)
                .param("since", startOf(first))
                .param("to", startOf(date.plusDays(1)))
                .param("days", DAYS_WATCHED)
                .param("hours", WatchedNodes.HOURS_SILENT)
                .update();
    }

    private static OffsetDateTime startOf(LocalDate date) {
        return date.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
