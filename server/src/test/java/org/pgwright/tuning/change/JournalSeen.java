package org.pgwright.tuning.change;

import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The repository of all changes here, as its server sees it.
 *
 * @param database made once, as that takes time; gone with its server
 */
record JournalSeen(TestDatabase database) {
    static final JournalSeen OF_ALL =
            new JournalSeen(TestServers.freshDatabase(TestServers.NEWEST));

    private static final String STEP_WAITS =
            """
            SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'change_step'::regclass
            """;

    /** Where the repository is, as a process is told. */
    String uri() {
        return database.uri();
    }

    /** As when the lease of a process that was killed has run out. */
    void endLease() {
        database.execute("DELETE FROM change_lease");
    }

    /** Holds up all changes before their next statement, until the connection is closed. */
    Connection holdSteps() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE change_step IN EXCLUSIVE MODE");
        }
        return connection;
    }

    /** Whether a change is held up. */
    boolean isHeld() {
        return !ShopDatabase.answers(database, STEP_WAITS).isEmpty();
    }

    /** The changes for a strategy of which nobody has written how they ended. */
    List<String> unsettled(KnownStrategy strategy) {
        return ShopDatabase.answers(
                database,
                """
                SELECT action FROM index_change WHERE strategy_id = '%s' AND settled_at IS NULL
                """
                        .formatted(strategy.id()));
    }

    /** The statements that ran for a strategy. */
    List<String> statements(KnownStrategy strategy) {
        return ShopDatabase.answers(
                database,
                """
                SELECT s.statement
                  FROM change_step s
                  JOIN index_change c ON c.instance_id = s.instance_id AND c.id = s.change_id
                 WHERE c.strategy_id = '%s'
                 ORDER BY c.intended_at, s.step
                """
                        .formatted(strategy.id()));
    }
}
