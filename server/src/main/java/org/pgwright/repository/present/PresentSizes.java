package org.pgwright.repository.present;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.ReadingTime;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** How large databases, tables and indexes were at the last look: the largest, and the rest. */
public final class PresentSizes {
    private static final Duration FRESH = Duration.ofMinutes(15);

    private static final String DATABASES =
            """
            SELECT d.database_name, s.database_bytes, s.frozen_transaction_age
              FROM database_state s
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE s.instance_id = :instance
               AND s.taken_at > :from AND s.taken_at > :fresh AND s.taken_at <= :to
             ORDER BY s.database_bytes DESC NULLS LAST, s.database_id
             LIMIT :most
            """;

    private static final String TABLES =
            """
            WITH ranked AS (
                SELECT d.database_name, t.schema_name, t.table_name, s.table_bytes, s.total_bytes,
                       greatest(s.estimated_rows, 0) AS row_count, s.dead_rows, s.last_vacuum,
                       s.last_analyze,
                       row_number() OVER (ORDER BY s.total_bytes DESC NULLS LAST, t.table_id)
                         AS place
                  FROM table_state s
                  JOIN monitored_table t USING (instance_id, table_id)
                  JOIN monitored_database d USING (instance_id, database_id)
                 WHERE s.instance_id = :instance
                   AND s.taken_at > :from AND s.taken_at > :fresh AND s.taken_at <= :to
                   AND t.kind IN ('r', 'm') AND NOT t.is_ours)
            SELECT database_name, schema_name, table_name, table_bytes, total_bytes, row_count,
                   dead_rows, last_vacuum, last_analyze
              FROM ranked
             WHERE place <= :most
             UNION ALL
            SELECT database_name, '', :other, sum(table_bytes)::bigint, sum(total_bytes)::bigint,
                   sum(row_count)::bigint, sum(dead_rows)::bigint, NULL, NULL
              FROM ranked
             WHERE place > :most
             GROUP BY database_name
            """;

    private static final String INDEXES =
            """
            WITH ranked AS (
                SELECT d.database_name, t.schema_name, t.table_name, i.index_name, s.index_bytes,
                       row_number() OVER (ORDER BY s.index_bytes DESC NULLS LAST, i.index_id)
                         AS place
                  FROM index_state s
                  JOIN monitored_index i USING (instance_id, index_id)
                  JOIN monitored_table t USING (instance_id, table_id)
                  JOIN monitored_database d USING (instance_id, database_id)
                 WHERE s.instance_id = :instance
                   AND s.taken_at > :from AND s.taken_at > :fresh AND s.taken_at <= :to
                   AND t.kind IN ('r', 'm') AND NOT t.is_ours)
            SELECT database_name, schema_name, table_name, index_name, index_bytes
              FROM ranked
             WHERE place <= :most AND index_bytes IS NOT NULL
             UNION ALL
            SELECT database_name, '', '', :other, sum(index_bytes)::bigint
              FROM ranked
             WHERE place > :most AND index_bytes IS NOT NULL
             GROUP BY database_name
            """;

    /** The largest. */
    public List<DatabaseSize> databases(JdbcClient jdbc, ReadingTime time, int most) {
        return time.of(jdbc, DATABASES, FRESH, FRESH)
                .param("most", most)
                .query(
                        (row, number) ->
                                new DatabaseSize(
                                        row.getString("database_name"),
                                        number(row, "database_bytes"),
                                        row.getLong("frozen_transaction_age")))
                .list();
    }

    /** The largest, and for each database the rest in one. */
    public List<TableSize> tables(JdbcClient jdbc, ReadingTime time, int most) {
        return time.of(jdbc, TABLES, FRESH, FRESH)
                .param("most", most)
                .param("other", Place.OTHER)
                .query((row, number) -> table(row))
                .list();
    }

    /** The largest, and for each database the rest in one. */
    public List<IndexSize> indexes(JdbcClient jdbc, ReadingTime time, int most) {
        return time.of(jdbc, INDEXES, FRESH, FRESH)
                .param("most", most)
                .param("other", Place.OTHER)
                .query(
                        (row, number) ->
                                new IndexSize(
                                        new Place(
                                                "",
                                                row.getString("database_name"),
                                                row.getString("schema_name"),
                                                row.getString("table_name"),
                                                row.getString("index_name")),
                                        row.getLong("index_bytes")))
                .list();
    }

    private static TableSize table(ResultSet row) throws SQLException {
        return new TableSize(
                Place.ofTable(
                        row.getString("database_name"),
                        row.getString("schema_name"),
                        row.getString("table_name")),
                number(row, "table_bytes"),
                number(row, "total_bytes"),
                row.getLong("row_count"),
                row.getLong("dead_rows"),
                moment(row, "last_vacuum"),
                moment(row, "last_analyze"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
