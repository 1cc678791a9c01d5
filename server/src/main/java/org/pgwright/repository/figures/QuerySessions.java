package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says what the sessions that ran a query waited for, by the minute. */
final class QuerySessions {
    private static final String WAITS =
            """
            WITH looks AS (
                SELECT m.node_id, sum(m.samples) AS samples
                  FROM activity_minute m
                 WHERE m.instance_id = :instance AND m.minute >= :from AND m.minute < :to
                 GROUP BY m.node_id)
            SELECT m.state, m.wait_type, m.wait_event,
                   sum(m.seen / l.samples)::double precision AS sessions
              FROM activity_minute m
              JOIN looks l USING (node_id)
              JOIN statement t USING (instance_id, statement_id)
             WHERE m.instance_id = :instance AND m.minute >= :from AND m.minute < :to
               AND t.query_hash = :hash AND m.seen > 0
             GROUP BY m.state, m.wait_type, m.wait_event
             ORDER BY sessions DESC, m.state, m.wait_type, m.wait_event
            """;

    /** The most frequent first. */
    List<SessionWait> read(JdbcClient jdbc, Window window, String hash) {
        return jdbc.sql(WAITS)
                .param("instance", window.instanceId())
                .param(
                        "from",
                        window.from().truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC))
                .param("hash", hash)
                .query(
                        (row, number) ->
                                new SessionWait(
                                        row.getString("state"),
                                        row.getString("wait_type"),
                                        row.getString("wait_event"),
                                        row.getDouble("sessions")))
                .list();
    }
}
