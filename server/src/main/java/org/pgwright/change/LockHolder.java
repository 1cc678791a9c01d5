package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Query;
import org.pgwright.strategy.StepKind;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A session, or a prepared transaction, that a change of an index waits for.
 *
 * @param pid 0 for a prepared transaction, which has no process
 * @param prepared the identifier of a prepared transaction; empty for a session
 * @param role empty where the role that changes may not see it
 * @param age of its transaction
 * @param state as in {@code pg_stat_activity}
 */
public record LockHolder(
        int pid, String prepared, String role, String application, Duration age, String state) {
    private static final Duration NEVER = Duration.ofDays(36_500);

    /** For what a statement needs the table, and who is in its way. */
    enum Need {
        /** To build or drop an index beside others: it also waits for old transactions. */
        BUILD("AccessShareLock RowShareLock", true),
        /** For its statistics alone: whoever reads or writes rows is in nobody's way. */
        STATISTICS("AccessShareLock RowShareLock RowExclusiveLock", false),
        /** For itself, so that every lock is in its way. */
        ALONE("", true);

        private final String harmless;
        private final boolean isAgeInTheWay;

        Need(String harmless, boolean isAgeInTheWay) {
            this.harmless = harmless;
            this.isAgeInTheWay = isAgeInTheWay;
        }

        /** That of a kind of statement. */
        static Need of(StepKind kind) {
            return switch (kind) {
                case CREATE, CREATE_PARENT, ATTACH, DROP, REINDEX -> BUILD;
                case ANALYZE, CREATE_STATISTICS, DROP_STATISTICS -> STATISTICS;
                case DROP_PARENT -> ALONE;
            };
        }
    }

    /**
     * Sessions of the database that hold a lock on the table or a partition in the way of a change,
     * or have a transaction open for at least the given time, and prepared transactions with such
     * locks. Of other roles' sessions that the role may not see, only the locks are known.
     *
     * @param need for what the change needs the table
     */
    static List<LockHolder> of(
            Connection connection, QualifiedName table, Need need, Duration olderThan)
            throws SQLException {
        Query query = Query.named("change.lock_holders", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            statement.setString(3, need.harmless);
            statement.setLong(4, (need.isAgeInTheWay ? olderThan : NEVER).toMillis());
            try (ResultSet rows = statement.executeQuery()) {
                List<LockHolder> holders = new ArrayList<>();
                while (rows.next()) {
                    holders.add(
                            new LockHolder(
                                    rows.getInt("pid"),
                                    rows.getString("prepared"),
                                    rows.getString("role"),
                                    rows.getString("application"),
                                    Duration.ofMillis(rows.getLong("age_millis")),
                                    rows.getString("state")));
                }
                return holders;
            }
        }
    }

    /** What ends it. */
    String remedy() {
        return prepared.isEmpty() ? "end it, or wait" : "commit it or roll it back, or wait";
    }

    /**
     * For people: {@code pid 4711 (role app, psql, 12 s, idle in transaction)}, or {@code 'gid'
     * (role app, 12 s, prepared)}.
     */
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
        String name = prepared.isEmpty() ? "pid " + pid : "'" + prepared + "'";
        return name + " (" + String.join(", ", parts) + ")";
    }
}
