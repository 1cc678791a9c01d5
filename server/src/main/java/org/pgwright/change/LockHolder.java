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

/**
 * A session that a change of an index waits for.
 *
 * @param role empty where the role that changes may not see it
 * @param age of its transaction
 * @param state as in {@code pg_stat_activity}
 */
public record LockHolder(int pid, String role, String application, Duration age, String state) {
    /**
     * Sessions of the database that hold a lock on the table in the way of a change, or have a
     * transaction open for at least the given time; only those that the role may see.
     */
    static List<LockHolder> of(Connection connection, QualifiedName table, Duration olderThan)
            throws SQLException {
        Query query = Query.named("change.lock_holders", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setLong(1, olderThan.toMillis());
            statement.setString(2, table.schema());
            statement.setString(3, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                List<LockHolder> holders = new ArrayList<>();
                while (rows.next()) {
                    holders.add(
                            new LockHolder(
                                    rows.getInt("pid"),
                                    rows.getString("role"),
                                    rows.getString("application"),
                                    Duration.ofMillis(rows.getLong("age_millis")),
                                    rows.getString("state")));
                }
                return holders;
            }
        }
    }

    /** For people: {@code pid 4711 (role app, psql, 12 s, idle in transaction)}. */
    public String shown() {
        List<String> parts = new ArrayList<>();
        if (!role.isEmpty()) {
            parts.add("role " + role);
        }
        if (!application.isEmpty()) {
            parts.add(application);
        }
        parts.add(age.toSeconds() + " s");
        if (!state.isEmpty()) {
            parts.add(state);
        }
        return "pid " + pid + " (" + String.join(", ", parts) + ")";
    }
}
