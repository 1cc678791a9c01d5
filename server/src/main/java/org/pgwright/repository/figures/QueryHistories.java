package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.OffsetDateTime;

/** Finds what is known of one query beside its figures. */
public final class QueryHistories {
    private static final String FIRST_SEEN =
            """
            SELECT first_seen FROM statement WHERE instance_id = ? AND query_hash = ?
            """;

    private final QueryTrends trends = new QueryTrends();
    private final QuerySessions sessions = new QuerySessions();
    private final QueryExecutions executions = new QueryExecutions();

    /** What is known of a query over a time. */
    public QueryHistory of(JdbcClient jdbc, Window window, QueryFigures query) {
        String hash = query.hash();
        return new QueryHistory(
                jdbc.sql(FIRST_SEEN)
                        .params(window.instanceId(), hash)
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant(),
                trends.read(jdbc, window, hash, query.isOurs()),
                sessions.read(jdbc, window, hash),
                executions.indexes(jdbc, window, hash),
                executions.slowest(jdbc, window, hash));
    }
}
