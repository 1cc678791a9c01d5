package org.pgwright.benchmarks.built;

import org.pgwright.benchmarks.schema.WeightedQuery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times writes on a real server and leaves its data as it was: each round is rolled back and
 * vacuumed away.
 *
 * <p>What counts is the processor time of the server's process, since the machine may do other
 * work, too; a server that never waits for the disk spends nothing else. Of the rounds the best
 * counts. For a server on this machine, on Linux.
 *
 * @param executions of each statement in a round
 * @param rounds that count; one more warms up
 */
public record WriteTimes(Connection connection, int executions, int rounds) {
    private static final double NANOS_A_MILLI = 1e6;

    private static final Pattern TABLE =
            Pattern.compile(
                    "(?:INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s+([\\w.]+)",
                    Pattern.CASE_INSENSITIVE);

    /**
     * The time of one execution of each statement.
     *
     * @return milliseconds by name, in the order of the statements
     */
    public Map<String, Double> of(List<WeightedQuery> writes) throws SQLException, IOException {
        Path process = process();
        Map<String, Double> millis = new LinkedHashMap<>();
        for (WeightedQuery write : writes) {
            round(write, process);
            double best = Double.MAX_VALUE;
            for (int round = 0; round < rounds; round++) {
                best = Math.min(best, round(write, process));
            }
            millis.put(write.name(), best);
        }
        return millis;
    }

    /** Where Linux shows what the server's process for this connection has used; see proc(5). */
    private Path process() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return Path.of("/proc/%d/schedstat".formatted(row.getLong(1)));
        }
    }

    private double round(WeightedQuery write, Path process) throws SQLException, IOException {
        long nanos;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT setseed(0.5)");
            long begun = processorNanos(process);
            statement.execute(loop(write));
            nanos = processorNanos(process) - begun;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        vacuum(write);
        return nanos / NANOS_A_MILLI / executions;
    }

    /** The first figure is the time that it has run. */
    private static long processorNanos(Path process) throws IOException {
        String figures = Files.readString(process);
        return Long.parseLong(figures.substring(0, figures.indexOf(' ')));
    }

    /** Executes in the server, since a round trip takes longer than many a write. */
    private String loop(WeightedQuery write) {
        return """
        DO $measured$
        BEGIN
            FOR execution IN 1..%d LOOP
                %s;
            END LOOP;
        END $measured$
        """
                .formatted(executions, write.sql());
    }

    private void vacuum(WeightedQuery write) throws SQLException {
        Matcher table = TABLE.matcher(write.sql());
        if (!table.find()) {
            throw new IllegalArgumentException("not a write: " + write.sql());
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (INDEX_CLEANUP ON) " + table.group(1));
        }
    }

    /** The weighted time of all, in milliseconds. */
    public static double weighted(List<WeightedQuery> writes, Map<String, Double> millis) {
        return writes.stream()
                .mapToDouble(w -> w.weight() * millis.getOrDefault(w.name(), Double.NaN))
                .sum();
    }
}
