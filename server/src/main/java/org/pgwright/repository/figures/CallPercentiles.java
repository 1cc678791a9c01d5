package org.pgwright.repository.figures;

import org.pgwright.observation.StatementLogging;
import org.pgwright.repository.figures.LoggedHours.HourOfNode;
import org.pgwright.workload.CallTimes;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out percentiles of the times of queries from what was logged, by whole hours, so that a
 * time may begin up to an hour earlier than asked for.
 */
public final class CallPercentiles {
    private static final String HOURS =
            """
            SELECT hour, node_id, CASE WHEN NOT is_logging_changed THEN logging END AS logging,
                   followed_from, followed_until, is_lossy
              FROM log_hour
             WHERE instance_id = :instance AND hour >= :from AND hour < :to
            """;

    private static final String LOGGED =
            """
            SELECT t.query_hash, h.hour, h.node_id, d.database_name, h.role_name, h.call_times
              FROM logged_call_hour h
              JOIN statement t USING (instance_id, statement_id)
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE h.instance_id = :instance AND h.hour >= :from AND h.hour < :to
               AND t.query_hash = ANY (:hashes::text[])
            """;

    /** What functions call is counted, but not logged. */
    private static final String COUNTED =
            """
            SELECT t.query_hash, date_trunc('hour', c.counted_at, 'UTC') AS hour, r.node_id,
                   d.database_name, r.role_name, sum(c.calls)::bigint AS calls,
                   bool_or(c.is_incomplete) AS is_incomplete
              FROM statement_counted c
              JOIN statement_source r USING (instance_id, source_id)
              JOIN statement t USING (instance_id, statement_id)
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE c.instance_id = :instance AND c.counted_at >= :from AND c.counted_at < :to
               AND r.is_top_level
               AND t.query_hash = ANY (:hashes::text[])
             GROUP BY t.query_hash, 2, r.node_id, d.database_name, r.role_name
            HAVING sum(c.calls) > 0
            """;

    private static final String ALL_LOGGED =
            """
            SELECT h.hour, h.node_id, d.database_name, h.role_name, h.call_times
              FROM logged_call_hour h
              JOIN statement t USING (instance_id, statement_id)
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE h.instance_id = :instance AND h.hour >= :from AND h.hour < :to
               AND NOT t.is_ours
            """;

    private static final String ALL_COUNTED =
            """
            SELECT date_trunc('hour', c.counted_at, 'UTC') AS hour, r.node_id, d.database_name,
                   r.role_name, sum(c.calls)::bigint AS calls,
                   bool_or(c.is_incomplete) AS is_incomplete
              FROM statement_counted c
              JOIN statement_source r USING (instance_id, source_id)
              JOIN statement t USING (instance_id, statement_id)
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE c.instance_id = :instance AND c.counted_at >= :from AND c.counted_at < :to
               AND r.is_top_level AND NOT t.is_ours
             GROUP BY 1, r.node_id, d.database_name, r.role_name
            HAVING sum(c.calls) > 0
            """;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /**
     * The percentiles of queries.
     *
     * @param hashes whole ones
     * @return empty if no log was read in that time
     */
    public Map<String, QueryPercentiles> of(
            JdbcClient jdbc, Window window, Collection<String> hashes) {
        Map<HourOfNode, LogHour> hours = hours(jdbc, window);
        if (hours.values().stream().noneMatch(hour -> hour.from() != null)) {
            return Map.of();
        }
        String[] wanted = hashes.toArray(String[]::new);
        Map<String, LoggedHours> queries = new HashMap<>();
        in(jdbc, LOGGED, window)
                .param("hashes", wanted)
                .query(
                        row -> {
                            query(queries, row)
                                    .logged(
                                            key(row),
                                            CallTimes.decoded(row.getBytes("call_times")));
                        });
        in(jdbc, COUNTED, window)
                .param("hashes", wanted)
                .query(
                        row -> {
                            query(queries, row)
                                    .counted(
                                            key(row),
                                            row.getLong("calls"),
                                            row.getBoolean("is_incomplete"));
                        });
        Instant current = window.to().truncatedTo(ChronoUnit.HOURS);
        Map<String, QueryPercentiles> percentiles = new HashMap<>();
        queries.forEach((hash, query) -> percentiles.put(hash, query.percentiles(hours, current)));
        return percentiles;
    }

    /** The percentiles of all calls of all queries but pgwright's own, taken together. */
    public QueryPercentiles ofAll(JdbcClient jdbc, Window window) {
        Map<HourOfNode, LogHour> hours = hours(jdbc, window);
        LoggedHours all = new LoggedHours();
        in(jdbc, ALL_LOGGED, window)
                .query(
                        row -> {
                            all.logged(key(row), CallTimes.decoded(row.getBytes("call_times")));
                        });
        in(jdbc, ALL_COUNTED, window)
                .query(
                        row -> {
                            all.counted(
                                    key(row),
                                    row.getLong("calls"),
                                    row.getBoolean("is_incomplete"));
                        });
        return all.percentiles(hours, window.to().truncatedTo(ChronoUnit.HOURS));
    }

    private static LoggedHours query(Map<String, LoggedHours> queries, ResultSet row)
            throws SQLException {
        return queries.computeIfAbsent(row.getString("query_hash"), hash -> new LoggedHours());
    }

    private static LoggedHours.Key key(ResultSet row) throws SQLException {
        return new LoggedHours.Key(
                row.getObject("hour", OffsetDateTime.class).toInstant(),
                row.getInt("node_id"),
                row.getString("database_name"),
                row.getString("role_name"));
    }

    private static Map<HourOfNode, LogHour> hours(JdbcClient jdbc, Window window) {
        Map<HourOfNode, LogHour> hours = new HashMap<>();
        in(jdbc, HOURS, window)
                .query(
                        row -> {
                            LogHour hour = hour(row);
                            hours.put(new HourOfNode(hour.hour(), row.getInt("node_id")), hour);
                        });
        return hours;
    }

    private static LogHour hour(ResultSet row) throws SQLException {
        String logging = row.getString("logging");
        OffsetDateTime from = row.getObject("followed_from", OffsetDateTime.class);
        OffsetDateTime until = row.getObject("followed_until", OffsetDateTime.class);
        return new LogHour(
                row.getObject("hour", OffsetDateTime.class).toInstant(),
                logging == null
                        ? null
                        : List.of(MAPPER.readValue(logging, StatementLogging[].class)),
                from == null ? null : from.toInstant(),
                until == null ? null : until.toInstant(),
                row.getBoolean("is_lossy"));
    }

    private static JdbcClient.StatementSpec in(JdbcClient jdbc, String sql, Window window) {
        return jdbc.sql(sql)
                .param("instance", window.instanceId())
                .param("from", window.from().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                .param("to", window.to().atOffset(ZoneOffset.UTC));
    }
}
