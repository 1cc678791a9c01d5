package org.pgwright.repository.performance;

import org.pgwright.maintenance.WatchedServers;
import org.pgwright.repository.strategy.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Which servers the use of indexes is counted on. */
public final class WatchedNodes {
    /** Relations are looked at every 5 minutes. */
    static final int HOURS_SILENT = 1;

    /**
     * {@code nodes}: the servers of each database. {@code replicas}: how many follow them, and how
     * many of those are watched.
     */
    static final String NODES =
            """
            nodes AS MATERIALIZED (
                SELECT d.database_id, count(*) AS watched, max(n.first_seen) AS since,
                       min(n.address) FILTER (
                           WHERE l.taken_at IS NULL
                              OR l.taken_at < least(:to, now())
                                              - make_interval(hours => :hours)) AS silent
                  FROM monitored_database d
                  JOIN node n ON n.instance_id = d.instance_id AND n.is_active
                  LEFT JOIN counter_look l
                    ON l.instance_id = d.instance_id
                   AND l.node_id = n.node_id
                   AND l.database_id = d.database_id
                   AND l.kind = 'index'
                 WHERE d.instance_id = :instance
                 GROUP BY d.database_id),
            replicas AS MATERIALIZED (
                SELECT coalesce(sum(l.following), 0) AS following,
                       (SELECT count(*) FROM node n
                         WHERE n.instance_id = :instance AND n.is_active AND n.is_standby)
                         AS watched
                  FROM (SELECT DISTINCT ON (c.node_id) c.following
                          FROM (SELECT r.node_id, r.taken_at, count(*) AS following
                                  FROM replication_sample r
                                  JOIN node n USING (instance_id, node_id)
                                 WHERE r.instance_id = :instance
                                   AND r.taken_at >= least(:to, now())
                                                     - make_interval(hours => :hours)
                                   AND r.is_replica
                                   AND n.is_active
                                 GROUP BY r.node_id, r.taken_at) c
                         ORDER BY c.node_id, c.taken_at DESC) l),
            """;

    private static final String OF_DATABASE =
            "WITH "
                    + NODES
                    + """
            found AS (
                SELECT n.watched, n.silent, r.following, r.watched AS replicas
                  FROM nodes n CROSS JOIN replicas r
                 WHERE n.database_id = :database)
            SELECT * FROM found
            """;

    /**
     * Those of a database; empty if it is not watched.
     *
     * @param now when nobody has collected from a server for an hour, it is silent
     */
    public Optional<WatchedServers> of(JdbcClient jdbc, Scope scope, Instant now) {
        return jdbc.sql(OF_DATABASE)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .param("to", now.atOffset(ZoneOffset.UTC))
                .param("hours", HOURS_SILENT)
                .query(
                        (row, number) ->
                                new WatchedServers(
                                        row.getInt("watched"),
                                        row.getString("silent"),
                                        row.getLong("following"),
                                        row.getLong("replicas")))
                .optional();
    }
}
