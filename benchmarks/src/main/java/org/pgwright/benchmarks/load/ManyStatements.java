package org.pgwright.benchmarks.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Many small tables with two indexes each beside their keys, and many different statements on them,
 * one after the other.
 *
 * @param statements at most {@link #SHAPES} times as many as tables
 */
public record ManyStatements(int tables, int statements) implements Work {
    /** Enough for indexes to be worth using. */
    private static final int ROWS = 2_000;

    private static final int SHAPES = 6;

    public ManyStatements {
        if (tables < 1 || statements < 1 || statements > tables * SHAPES) {
            throw new IllegalArgumentException(
                    "%d statements on %d tables".formatted(statements, tables));
        }
    }

    /** Creates and fills the tables. */
    public void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int table = 0; table < tables; table++) {
                statement.execute(
                        """
                        CREATE TABLE item_%1$d (
                            id integer PRIMARY KEY, code integer, amount integer, note text);
                        CREATE INDEX ON item_%1$d (code);
                        CREATE INDEX ON item_%1$d (amount, code);
                        INSERT INTO item_%1$d
                        SELECT i, i %% 500, i * 7 %% 1000, 'note ' || i FROM generate_series(1, %2$d) i
                        """
                                .formatted(table, ROWS));
            }
        }
    }

    @Override
    public Turn on(Connection connection) {
        Random random = new Random();
        int[] next = {0};
        return () -> {
            int number = next[0];
            next[0] = (number + 1) % statements;
            try (PreparedStatement statement = connection.prepareStatement(sql(number))) {
                statement.setInt(1, 1 + random.nextInt(ROWS));
                statement.execute();
            }
        };
    }

    /** With one parameter, which is a key. */
    String sql(int number) {
        String table = "item_" + number % tables;
        return switch (number / tables) {
            case 0 -> "SELECT * FROM %s WHERE id = ?".formatted(table);
            case 1 -> "SELECT id, note FROM %s WHERE code = ?".formatted(table);
            case 2 -> "UPDATE %s SET note = 'changed' WHERE id = ?".formatted(table);
            case 3 -> "SELECT sum(amount) FROM %s WHERE code < ?".formatted(table);
            case 4 -> "SELECT id FROM %s WHERE amount = ? ORDER BY code".formatted(table);
            default -> "UPDATE %s SET amount = amount + 1 WHERE id = ?".formatted(table);
        };
    }
}
