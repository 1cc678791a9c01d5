package org.pgwright.repository.present;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.Counters;
import org.pgwright.repository.alerts.ReadingTime;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Counters as the servers have them, of the largest databases, tables and indexes: they fall only
 * where a server itself starts counting anew, whatever becomes of us.
 */
public final class PresentCounters {
    /** What was not looked at for longer is no longer told. */
    private static final Duration FRESH = Duration.ofMinutes(15);

    private static final String DATABASES =
            """
            WITH largest AS (
                SELECT s.database_id
                  FROM database_state s
                 WHERE s.instance_id = :instance AND s.taken_at > :fresh AND s.taken_at <= :to
                 ORDER BY s.database_bytes DESC NULLS LAST, s.database_id
                 LIMIT :most)
            SELECT n.address, d.database_name, '' AS schema_name, '' AS table_name,
                   '' AS index_name, c.counters
              FROM largest l
              JOIN monitored_database d
                ON d.instance_id = :instance AND d.database_id = l.database_id
              JOIN counter_state c
                ON c.instance_id = :instance AND c.kind = 'database'
               AND c.object_id = l.database_id
              JOIN node n ON n.instance_id = :instance AND n.node_id = c.node_id
              JOIN counter_look k
                ON k.instance_id = :instance AND k.node_id = c.node_id AND k.kind = c.kind
               AND k.database_id = c.database_id
             WHERE n.is_active AND k.taken_at > :from
             ORDER BY n.address, d.database_name
            """;

    private static final String TABLES =
            """
            WITH largest AS (
                SELECT t.table_id, t.database_id, t.schema_name, t.table_name
                  FROM table_state s
                  JOIN monitored_table t USING (instance_id, table_id)
                 WHERE s.instance_id = :instance AND s.taken_at > :fresh AND s.taken_at <= :to
                   AND t.kind IN ('r', 'm') AND NOT t.is_ours
                 ORDER BY s.total_bytes DESC NULLS LAST, t.table_id
                 LIMIT :most)
            SELECT n.address, d.database_name, l.schema_name, l.table_name, '' AS index_name,
                   c.counters
              FROM largest l
              JOIN monitored_database d
                ON d.instance_id = :instance AND d.database_id = l.database_id
              JOIN counter_state c
                ON c.instance_id = :instance AND c.kind = 'table' AND c.object_id = l.table_id
              JOIN node n ON n.instance_id = :instance AND n.node_id = c.node_id
              JOIN counter_look k
                ON k.instance_id = :instance AND k.node_id = c.node_id AND k.kind = c.kind
               AND k.database_id = c.database_id
             WHERE n.is_active AND k.taken_at > :from
             ORDER BY n.address, d.database_name, l.schema_name, l.table_name
            """;

    private static final String INDEXES =
            """
            WITH largest AS (
                SELECT i.index_id, i.index_name, t.database_id, t.schema_name, t.table_name
                  FROM index_state s
                  JOIN monitored_index i USING (instance_id, index_id)
                  JOIN monitored_table t USING (instance_id, table_id)
                 WHERE s.instance_id = :instance AND s.taken_at > :fresh AND s.taken_at <= :to
                   AND t.kind IN ('r', 'm') AND NOT t.is_ours
                 ORDER BY s.index_bytes DESC NULLS LAST, i.index_id
                 LIMIT :most)
            SELECT n.address, d.database_name, l.schema_name, l.table_name, l.index_name,
                   c.counters
              FROM largest l
              JOIN monitored_database d
                ON d.instance_id = :instance AND d.database_id = l.database_id
              JOIN counter_state c
                ON c.instance_id = :instance AND c.kind = 'index' AND c.object_id = l.index_id
              JOIN node n ON n.instance_id = :instance AND n.node_id = c.node_id
              JOIN counter_look k
                ON k.instance_id = :instance AND k.node_id = c.node_id AND k.kind = c.kind
               AND k.database_id = c.database_id
             WHERE n.is_active AND k.taken_at > :from
             ORDER BY n.address, d.database_name, l.schema_name, l.table_name, l.index_name
            """;

    /** Of each server, those of the largest databases. */
    public List<Counted> databases(JdbcClient jdbc, ReadingTime time, int most) {
        return counted(jdbc, time, DATABASES, CounterKind.DATABASE, most);
    }

    /** Of each server, those of the largest tables. */
    public List<Counted> tables(JdbcClient jdbc, ReadingTime time, int most) {
        return counted(jdbc, time, TABLES, CounterKind.TABLE, most);
    }

    /** Of each server, those of the largest indexes. */
    public List<Counted> indexes(JdbcClient jdbc, ReadingTime time, int most) {
        return counted(jdbc, time, INDEXES, CounterKind.INDEX, most);
    }

    /** Counters that an older version kept otherwise are left out until the next look. */
    private static List<Counted> counted(
            JdbcClient jdbc, ReadingTime time, String sql, CounterKind kind, int most) {
        return time
                .of(jdbc, sql, FRESH, FRESH)
                .param("most", most)
                .query((row, number) -> counted(row))
                .list()
                .stream()
                .filter(one -> one.counters().size() == kind.counters().size())
                .toList();
    }

    private static Counted counted(ResultSet row) throws SQLException {
        Long[] values = (Long[]) row.getArray("counters").getArray();
        long[] counters = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            counters[i] = values[i];
        }
        return new Counted(
                new Place(
                        row.getString("address"),
                        row.getString("database_name"),
                        row.getString("schema_name"),
                        row.getString("table_name"),
                        row.getString("index_name")),
                Counters.of(counters));
    }
}
