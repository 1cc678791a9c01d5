package org.pgwright.app;

import org.pgwright.testing.TestDatabase;
import org.pgwright.tuning.watch.Watching;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody who holds a lock in a shop, and somebody who waits for it. */
final class LockedShop implements AutoCloseable {
    private static final String WAITING =
            """
            SELECT count(*) FROM pg_stat_activity
             WHERE wait_event_type = 'Lock' AND datname = current_database()
            """;

    private final Connection holder;
    private final Connection waiter;
    private final Thread waiting;

    LockedShop(TestDatabase shop) {
        try {
            holder = shop.connect();
            waiter = shop.connect();
            holder.setAutoCommit(false);
            run(holder, "SET application_name = 'migration'");
            run(holder, "UPDATE shipments SET status = 'lost' WHERE id = 1");
            run(waiter, "SET application_name = 'warehouse'");
            waiting =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            run(
                                                    waiter,
                                                    "UPDATE shipments SET status = 'found'"
                                                            + " WHERE id = 1");
                                        } catch (SQLException ended) {
                                            throw new IllegalStateException(ended);
                                        }
                                    });
            Watching.until(() -> waiters() > 0);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long waiters() {
        try (Statement statement = holder.createStatement();
                ResultSet row = statement.executeQuery(WAITING)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            holder.rollback();
            waiting.join();
            holder.close();
            waiter.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
