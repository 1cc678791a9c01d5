package org.pgwright.benchmarks.staged;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** The clients: who they are, and what they saw. */
sealed interface Load extends AutoCloseable permits PgbenchLoad, OwnLoad {
    /** For people. */
    String name();

    /**
     * Finds out whether they still work.
     *
     * @throws IllegalStateException if they ended
     * @throws SQLException that one of them met
     */
    void check() throws SQLException, IOException;

    /** All calls so far, but for the last second. */
    List<ClientCall> calls() throws IOException;

    @Override
    void close() throws SQLException, IOException;
}
