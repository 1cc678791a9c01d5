package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the sessions that an index build waits for. */
final class LockHolders {
    private LockHolders() {}

    /**
     * The process ids of sessions that hold a lock on the table in the build's way, or a
     * transaction open for at least the given time; only those that the role may see.
     */
    static List<Integer> of(Connection connection, QualifiedName table, Duration waited)
            throws SQLException {
        Query query = Query.named("change.lock_holders", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            statement.setLong(3, waited.toMillis());
            try (ResultSet rows = statement.executeQuery()) {
                List<Integer> pids = new ArrayList<>();
                while (rows.next()) {
                    pids.add(rows.getInt("pid"));
                }
                return pids;
            }
        }
    }
}
