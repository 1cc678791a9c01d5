package org.pgwright.repository.samples;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Sums activity up by the minute: in how many samples a session was found in a state, waiting for
 * something, with a statement. Each sample is added once, whenever it came; up to where that is
 * done changes with the sums in one transaction.
 */
public final class ActivityMinutes {
    /** How many samples a minute has stands in one row of it, so that it can be added up. */
    private static final String SUM =
            """
            WITH kept AS (
                SELECT a.*, date_trunc('minute', a.taken_at) AS minute
                  FROM activity_sample a
                 WHERE a.instance_id = :instance AND a.kept_at > :from AND a.kept_at <= :to)
            INSERT INTO activity_minute (
                instance_id, minute, node_id, database_name, role_name, application_name,
                statement_id, state, wait_type, wait_event, seen, samples)
            SELECT :instance, k.minute, k.node_id, '', '', '', 0, '', '', '', 0, count(*)
              FROM kept k
             GROUP BY k.minute, k.node_id
             UNION ALL
            SELECT :instance, k.minute, k.node_id, u.database_name, u.role_name,
                   u.application_name, u.statement_id, u.state, u.wait_type, u.wait_event,
                   count(*), 0
              FROM kept k
             CROSS JOIN LATERAL unnest(
                   k.database_names, k.role_names, k.application_names, k.statement_ids, k.states,
                   k.wait_types, k.wait_events)
                   AS u (database_name, role_name, application_name, statement_id, state,
                         wait_type, wait_event)
             GROUP BY k.minute, k.node_id, u.database_name, u.role_name, u.application_name,
                   u.statement_id, u.state, u.wait_type, u.wait_event
            ON CONFLICT (instance_id, minute, node_id, database_name, role_name, application_name,
                         statement_id, state, wait_type, wait_event) DO UPDATE
            SET seen = activity_minute.seen + excluded.seen,
                samples = activity_minute.samples + excluded.samples
            """;

    private final ActivityPosition position =
            new ActivityPosition(ActivityPosition.Purpose.MINUTES);

    /** The days (UTC) for whose minutes there will be sums. */
    public List<Instant> days(JdbcClient jdbc, UUID instance) {
        return position.days(jdbc, instance);
    }

    /**
     * Sums up what is due.
     *
     * @param jdbc within a transaction
     * @return how many sums there are
     */
    public int sum(JdbcClient jdbc, UUID instance) {
        ActivityPosition.Range range = position.due(jdbc, instance);
        int sums =
                jdbc.sql(SUM)
                        .param("instance", instance)
                        .param("from", range.from())
                        .param("to", range.to())
                        .update();
        position.advance(jdbc, instance, range);
        return sums;
    }
}
