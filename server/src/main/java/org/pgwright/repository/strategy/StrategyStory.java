package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * All that became of a strategy.
 *
 * @param events the audit log, the oldest first
 * @param statements that ran on the server, in their order
 */
public record StrategyStory(
        KnownStrategy strategy, List<Event> events, List<RunStatement> statements) {
    private static final String EVENTS =
            """
            SELECT e.happened_at, u.name AS who, e.from_status::text, e.to_status::text, e.why,
                   e.change_id
              FROM strategy_event e
              JOIN app_user u ON u.id = e.user_id
             WHERE e.instance_id = :instance AND e.strategy_id = :strategy
             ORDER BY e.happened_at, e.id
            """;

    private static final String STATEMENTS =
            """
            SELECT s.change_id, s.statement, s.began_at, s.ended_at, s.sqlstate, s.message
              FROM index_change c
              JOIN change_step s ON s.instance_id = c.instance_id AND s.change_id = c.id
             WHERE c.instance_id = :instance AND c.strategy_id = :strategy
             ORDER BY c.intended_at, c.id, s.step
            """;

    public StrategyStory {
        events = List.copyOf(events);
        statements = List.copyOf(statements);
    }

    /**
     * A step in its life.
     *
     * @param from null where it began
     */
    public record Event(
            Instant at,
            String who,
            @Nullable String from,
            String to,
            @Nullable String why,
            @Nullable UUID changeId) {}

    /**
     * A statement that ran.
     *
     * @param endedAt null while it runs, or if it is not known how it ended
     * @param message why it did not succeed; null if it did
     */
    public record RunStatement(
            UUID changeId,
            String sql,
            Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable String sqlState,
            @Nullable String message) {}

    /** That of a strategy. */
    public static StrategyStory of(JdbcClient jdbc, KnownStrategy strategy) {
        return new StrategyStory(
                strategy,
                of(jdbc.sql(EVENTS), strategy).query((row, number) -> event(row)).list(),
                of(jdbc.sql(STATEMENTS), strategy).query((row, number) -> statement(row)).list());
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec sql, KnownStrategy strategy) {
        return sql.param("instance", strategy.scope().instanceId())
                .param("strategy", strategy.id());
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getTimestamp("happened_at").toInstant(),
                row.getString("who"),
                row.getString("from_status"),
                row.getString("to_status"),
                row.getString("why"),
                row.getObject("change_id", UUID.class));
    }

    private static RunStatement statement(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new RunStatement(
                row.getObject("change_id", UUID.class),
                row.getString("statement"),
                row.getTimestamp("began_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("sqlstate"),
                row.getString("message"));
    }
}
