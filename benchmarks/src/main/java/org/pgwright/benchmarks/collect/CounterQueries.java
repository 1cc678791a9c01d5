package org.pgwright.benchmarks.collect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * What was counted, by the server and by the repository, in the same words. Statements are those of
 * the application, tables and indexes those of its database; times are in microseconds.
 *
 * @param statements of the first column, and figures in the others
 */
record CounterQueries(String statements, String tables, String indexes) {
    /** To be asked in the database that is watched. */
    static final CounterQueries OF_SERVER =
            new CounterQueries(
                    """
                    SELECT concat_ws(' ', s.queryid, s.toplevel) AS name, s.calls, s.rows,
                           round(s.total_exec_time * 1000)::bigint AS time
                      FROM pg_stat_statements(false) s
                      JOIN pg_roles r ON r.oid = s.userid
                      JOIN pg_database d ON d.oid = s.dbid
                     WHERE r.rolname = '%s' AND d.datname = current_database()
                    """
                            .formatted(WatchedServer.APPLICATION),
                    """
                    SELECT concat_ws('.', schemaname, relname) AS name, seq_scan AS sequential_scans,
                           coalesce(idx_scan, 0) AS index_scans, n_tup_ins AS inserted,
                           n_tup_upd AS updated, n_tup_del AS deleted, n_tup_hot_upd AS hot_updated
                      FROM pg_stat_user_tables
                    """,
                    """
                    SELECT concat_ws('.', schemaname, relname, indexrelname) AS name,
                           idx_scan AS scans, idx_tup_read AS rows_read,
                           idx_tup_fetch AS rows_fetched
                      FROM pg_stat_user_indexes
                    """);

    /** To be asked of the repository. */
    static final CounterQueries OF_REPOSITORY =
            new CounterQueries(
                    """
                    SELECT concat_ws(' ', s.queryid, s.is_top_level) AS name,
                           sum(c.calls)::bigint AS calls, sum(c.row_count)::bigint AS rows,
                           sum(c.execution_time)::bigint AS time
                      FROM statement_counted c
                      JOIN statement_source s USING (instance_id, source_id)
                     WHERE s.role_name = '%s'
                     GROUP BY 1
                    """
                            .formatted(WatchedServer.APPLICATION),
                    """
                    SELECT concat_ws('.', t.schema_name, t.table_name) AS name,
                           sum(c.sequential_scans)::bigint AS sequential_scans,
                           sum(c.index_scans)::bigint AS index_scans,
                           sum(c.rows_inserted)::bigint AS inserted,
                           sum(c.rows_updated)::bigint AS updated,
                           sum(c.rows_deleted)::bigint AS deleted,
                           sum(c.rows_hot_updated)::bigint AS hot_updated
                      FROM table_counted c
                      JOIN monitored_table t USING (instance_id, table_id)
                      JOIN monitored_database d USING (instance_id, database_id)
                     WHERE d.database_name = '%s'
                     GROUP BY 1
                    """
                            .formatted(WorkloadDatabase.NAME),
                    """
                    SELECT concat_ws('.', t.schema_name, t.table_name, i.index_name) AS name,
                           sum(c.scans)::bigint AS scans, sum(c.rows_read)::bigint AS rows_read,
                           sum(c.rows_fetched)::bigint AS rows_fetched
                      FROM index_counted c
                      JOIN monitored_index i USING (instance_id, index_id)
                      JOIN monitored_table t USING (instance_id, table_id)
                      JOIN monitored_database d USING (instance_id, database_id)
                     WHERE d.database_name = '%s'
                     GROUP BY 1
                    """
                            .formatted(WorkloadDatabase.NAME));

    /** What was counted until a moment. */
    record Counts(Counted statements, Counted tables, Counted indexes) {
        Counts since(Counts before) {
            return new Counts(
                    statements.since(before.statements),
                    tables.since(before.tables),
                    indexes.since(before.indexes));
        }
    }

    /** Asks. */
    Counts read(Connection connection) throws SQLException {
        return new Counts(
                read(connection, statements), read(connection, tables), read(connection, indexes));
    }

    private static Counted read(Connection connection, String sql) throws SQLException {
        Map<String, Map<String, Long>> figures = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            ResultSetMetaData columns = row.getMetaData();
            while (row.next()) {
                Map<String, Long> of = new HashMap<>();
                for (int i = 2; i <= columns.getColumnCount(); i++) {
                    of.put(columns.getColumnLabel(i), row.getLong(i));
                }
                figures.put(row.getString(1), of);
            }
        }
        return new Counted(figures);
    }
}
