package org.pgwright.repository.samples;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Sums activity up by the minute: in how many samples a session was found in a state, waiting for
 * something, with a statement. Each sample is added once, whenever it came; up to where that is
 * done changes with the sums in one transaction.
 */
public final class ActivityMinutes {
    /** A minute ago every transaction that stored a sample had ended. */
    private static final String DUE =
            """
            SELECT coalesce((SELECT s.until FROM activity_summed s WHERE s.instance_id = :instance
                                FOR UPDATE), '-infinity') AS since,
                   now() - interval '1 minute' AS until
            """;

    private static final String DAYS =
            """
            SELECT DISTINCT date_trunc('day', a.taken_at, 'UTC')
              FROM activity_sample a
             WHERE a.instance_id = :instance AND a.kept_at > :from AND a.kept_at <= :to
            """;

    private static final String SUM =
            """
            WITH kept AS (
                SELECT a.*, date_trunc('minute', a.taken_at) AS minute
                  FROM activity_sample a
                 WHERE a.instance_id = :instance AND a.kept_at > :from AND a.kept_at <= :to),
            looks AS (
                SELECT node_id, minute, count(*) AS samples FROM kept GROUP BY node_id, minute)
            INSERT INTO activity_minute (
                instance_id, minute, node_id, database_name, role_name, statement_id, state,
                wait_type, wait_event, seen, samples)
            SELECT :instance, k.minute, k.node_id, coalesce(u.database_name, ''),
                   coalesce(u.role_name, ''), coalesce(u.statement_id, 0), coalesce(u.state, ''),
                   coalesce(u.wait_type, ''), coalesce(u.wait_event, ''), count(u.state),
                   max(l.samples)
              FROM kept k
              JOIN looks l USING (node_id, minute)
              LEFT JOIN LATERAL unnest(
                   k.database_names, k.role_names, k.statement_ids, k.states, k.wait_types,
                   k.wait_events)
                   AS u (database_name, role_name, statement_id, state, wait_type, wait_event)
                   ON true
             GROUP BY k.minute, k.node_id, coalesce(u.database_name, ''),
                   coalesce(u.role_name, ''), coalesce(u.statement_id, 0), coalesce(u.state, ''),
                   coalesce(u.wait_type, ''), coalesce(u.wait_event, '')
            ON CONFLICT (instance_id, minute, node_id, database_name, role_name, statement_id, state,
                         wait_type, wait_event) DO UPDATE
            SET seen = activity_minute.seen + excluded.seen,
                samples = activity_minute.samples + excluded.samples
            """;

    private static final String ADVANCE =
            """
            INSERT INTO activity_summed (instance_id, until) VALUES (:instance, :to)
            ON CONFLICT (instance_id) DO UPDATE SET until = excluded.until
            """;

    /**
     * What is not summed up yet, by when it was kept.
     *
     * @param from not included; the driver's word for minus infinity for from the beginning
     * @param to included
     */
    private record Range(OffsetDateTime from, OffsetDateTime to) {}

    /** The days (UTC) for whose minutes there will be sums. */
    public List<Instant> days(JdbcClient jdbc, UUID instance) {
        return of(jdbc.sql(DAYS), instance, due(jdbc, instance))
                .query(OffsetDateTime.class)
                .list()
                .stream()
                .map(OffsetDateTime::toInstant)
                .toList();
    }

    /**
     * Sums up what is due.
     *
     * @param jdbc within a transaction
     * @return how many sums there are
     */
    public int sum(JdbcClient jdbc, UUID instance) {
        Range range = due(jdbc, instance);
        int sums = of(jdbc.sql(SUM), instance, range).update();
        jdbc.sql(ADVANCE).param("instance", instance).param("to", range.to()).update();
        return sums;
    }

    private static Range due(JdbcClient jdbc, UUID instance) {
        return jdbc.sql(DUE)
                .param("instance", instance)
                .query(
                        (row, number) ->
                                new Range(
                                        row.getObject("since", OffsetDateTime.class),
                                        row.getObject("until", OffsetDateTime.class)))
                .single();
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec statement, UUID instance, Range range) {
        return statement
                .param("instance", instance)
                .param("from", range.from())
                .param("to", range.to());
    }
}
