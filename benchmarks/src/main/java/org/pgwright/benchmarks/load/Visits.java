package org.pgwright.benchmarks.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Visits databases one after the other, each with a connection of its own, and does some work
 * there.
 *
 * @param work what is done, so many times at each visit
 */
public record Visits(List<String> databases, Connector connector, Work work, int turns)
        implements Work {
    /** Connects to a database. */
    public interface Connector {
        Connection connect(String database) throws SQLException;
    }

    public Visits {
        databases = List.copyOf(databases);
    }

    /** Needs no connection of its own, and leaves this one alone. */
    @Override
    public Turn on(Connection unused) {
        int[] next = {0};
        return () -> {
            String database = databases.get(next[0]);
            next[0] = (next[0] + 1) % databases.size();
            visit(database);
        };
    }

    private void visit(String database) throws SQLException {
        try (Connection connection = connector.connect(database)) {
            Turn turn = work.on(connection);
            for (int i = 0; i < turns; i++) {
                turn.take();
            }
        }
    }
}
