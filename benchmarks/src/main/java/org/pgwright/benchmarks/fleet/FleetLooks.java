package org.pgwright.benchmarks.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Whether looks came when they were due, by what the repository has. */
public final class FleetLooks {
    private static final String DATABASES =
            "SELECT count(DISTINCT database_id) FROM counter_look WHERE kind = 'index'";

    private static final String FAILURES = "SELECT coalesce(sum(failures), 0) FROM collector_run";

    /** From one look at a thing to the next. */
    private static final String DELAYS =
            """
            WITH gaps AS (
                SELECT 'sessions' AS what, 1 AS due,
                       a.taken_at - lag(a.taken_at) OVER (PARTITION BY a.instance_id, a.node_id
                                                          ORDER BY a.taken_at) AS gap
                  FROM activity_sample a
                 UNION ALL
                SELECT 'statements', 60, s.taken_at - s.interval_start FROM statement_sample s
                 UNION ALL
                SELECT 'databases', 60, d.taken_at - d.interval_start FROM database_sample d
                 UNION ALL
                SELECT 'tables and indexes of a database', 300, i.taken_at - i.interval_start
                  FROM index_sample i)
            SELECT what, due, count(*) AS looks,
                   extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY gap)) AS median,
                   extract(epoch FROM max(gap)) AS longest
              FROM gaps
             WHERE gap IS NOT NULL
             GROUP BY what, due
             ORDER BY due, what
            """;

    private FleetLooks() {}

    /**
     * From one look to the next, in seconds.
     *
     * @param due what it should be
     */
    public record Delay(String what, int due, long looks, double median, double longest) {}

    /** How many databases were looked into so far. */
    static long databases(Connection repository) throws SQLException {
        return number(repository, DATABASES);
    }

    /** How many looks failed, of those that were written down. */
    static long failures(Connection repository) throws SQLException {
        return number(repository, FAILURES);
    }

    static List<Delay> delays(Connection repository) throws SQLException {
        List<Delay> delays = new ArrayList<>();
        try (Statement statement = repository.createStatement();
                ResultSet row = statement.executeQuery(DELAYS)) {
            while (row.next()) {
                delays.add(
                        new Delay(
                                row.getString("what"),
                                row.getInt("due"),
                                row.getLong("looks"),
                                row.getDouble("median"),
                                row.getDouble("longest")));
            }
        }
        return delays;
    }

    private static long number(Connection repository, String sql) throws SQLException {
        try (Statement statement = repository.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
