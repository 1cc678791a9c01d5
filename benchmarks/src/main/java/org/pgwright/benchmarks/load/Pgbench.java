package org.pgwright.benchmarks.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * The four tables of pgbench, and transactions like TPC-B's on them: money moves to an account, its
 * teller and its branch, and a line is written (manual, pgbench).
 *
 * @param scale how many branches there are; at least as many as clients, or these wait for each
 *     other
 */
public record Pgbench(int scale) implements Work {
    private static final int TELLERS = 10;
    private static final int ACCOUNTS = 100_000;
    private static final int MOST_MOVED = 5_000;

    /** Creates and fills the tables. */
    public void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE pgbench_branches (bid integer PRIMARY KEY, bbalance integer, filler char(88));
                    CREATE TABLE pgbench_tellers (
                        tid integer PRIMARY KEY, bid integer, tbalance integer, filler char(84));
                    CREATE TABLE pgbench_accounts (
                        aid integer PRIMARY KEY, bid integer, abalance integer, filler char(84));
                    CREATE TABLE pgbench_history (
                        tid integer, bid integer, aid integer, delta integer, mtime timestamp, filler char(22))
                    """);
            statement.execute(
                    "INSERT INTO pgbench_branches SELECT i, 0, '' FROM generate_series(1, %d) i"
                            .formatted(scale));
            statement.execute(
                    """
                    INSERT INTO pgbench_tellers
                    SELECT i, (i - 1) / %d + 1, 0, '' FROM generate_series(1, %d) i
                    """
                            .formatted(TELLERS, scale * TELLERS));
            statement.execute(
                    """
                    INSERT INTO pgbench_accounts
                    SELECT i, (i - 1) / %d + 1, 0, '' FROM generate_series(1, %d) i
                    """
                            .formatted(ACCOUNTS, scale * ACCOUNTS));
        }
    }

    @Override
    public Turn on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return new Transaction(connection);
    }

    /** With statements that are prepared once. */
    private final class Transaction implements Turn {
        private final Connection connection;
        private final Random random = new Random();
        private final PreparedStatement moveToAccount;
        private final PreparedStatement readAccount;
        private final PreparedStatement moveToTeller;
        private final PreparedStatement moveToBranch;
        private final PreparedStatement write;

        Transaction(Connection connection) throws SQLException {
            this.connection = connection;
            moveToAccount =
                    connection.prepareStatement(
                            "UPDATE pgbench_accounts SET abalance = abalance + ? WHERE aid = ?");
            readAccount =
                    connection.prepareStatement(
                            "SELECT abalance FROM pgbench_accounts WHERE aid = ?");
            moveToTeller =
                    connection.prepareStatement(
                            "UPDATE pgbench_tellers SET tbalance = tbalance + ? WHERE tid = ?");
            moveToBranch =
                    connection.prepareStatement(
                            "UPDATE pgbench_branches SET bbalance = bbalance + ? WHERE bid = ?");
            write =
                    connection.prepareStatement(
                            """
                            INSERT INTO pgbench_history (tid, bid, aid, delta, mtime)
                            VALUES (?, ?, ?, ?, now())
                            """);
        }

        @Override
        public void take() throws SQLException {
            int account = 1 + random.nextInt(scale * ACCOUNTS);
            int teller = 1 + random.nextInt(scale * TELLERS);
            int branch = 1 + random.nextInt(scale);
            int moved = random.nextInt(-MOST_MOVED, MOST_MOVED + 1);
            execute(moveToAccount, moved, account);
            execute(readAccount, account);
            execute(moveToTeller, moved, teller);
            execute(moveToBranch, moved, branch);
            execute(write, teller, branch, account, moved);
            connection.commit();
        }

        private static void execute(PreparedStatement statement, int... values)
                throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
