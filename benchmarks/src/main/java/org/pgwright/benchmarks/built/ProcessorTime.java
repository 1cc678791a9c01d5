package org.pgwright.benchmarks.built;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the server's process for a connection has used of a processor: the machine may do other
 * work, too. For a server on this machine, on Linux.
 *
 * @param process where Linux shows it; see proc(5)
 */
record ProcessorTime(Path process) {
    static ProcessorTime of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return new ProcessorTime(Path.of("/proc/%d/schedstat".formatted(row.getLong(1))));
        }
    }

    /** The first figure is the time that it has run. */
    long nanos() throws IOException {
        String figures = Files.readString(process);
        return Long.parseLong(figures.substring(0, figures.indexOf(' ')));
    }
}
