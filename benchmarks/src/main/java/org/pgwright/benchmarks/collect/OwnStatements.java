package org.pgwright.benchmarks.collect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What pgwright ran on the watched server, as that server counted it. */
public final class OwnStatements {
    private static final String READ =
            """
            SELECT coalesce(substring(query FROM '/\\* pgwright:(\\S+) \\*/'), left(query, 40)) AS name,
                   sum(calls)::bigint AS calls, sum(total_exec_time) / sum(calls) AS mean,
                   max(max_exec_time) AS longest
              FROM pg_stat_statements s
              JOIN pg_roles r ON r.oid = s.userid
             WHERE r.rolname = '%s'
             GROUP BY 1
             ORDER BY sum(total_exec_time) DESC
             LIMIT 10
            """
                    .formatted(WatchedServer.WATCHER);

    /**
     * A kind of statement.
     *
     * @param name that it is signed with
     */
    public record Ran(String name, long calls, double meanMillis, double longestMillis) {}

    private OwnStatements() {}

    /** The dearest ones. */
    static List<Ran> dearest(WatchedServer server) throws SQLException {
        List<Ran> statements = new ArrayList<>();
        try (Connection connection = server.connect(WorkloadDatabase.NAME);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            while (row.next()) {
                statements.add(
                        new Ran(
                                row.getString("name"),
                                row.getLong("calls"),
                                row.getDouble("mean"),
                                row.getDouble("longest")));
            }
        }
        return statements;
    }
}
