package org.pgwright.benchmarks.built;

import org.pgwright.benchmarks.schema.WeightedQuery;

import java.io.IOException;
import java.sql.Connection;
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
        Map<String, Double> millis = new LinkedHashMap<>();
        for (WeightedQuery write : writes) {
            once(write);
            double best = Double.MAX_VALUE;
            for (int round = 0; round < rounds; round++) {
                best = Math.min(best, once(write));
            }
            millis.put(write.name(), best);
        }
        return millis;
    }

    /**
     * One round of one statement.
     *
     * @return milliseconds of one execution
     */
    public double once(WeightedQuery write) throws SQLException, IOException {
        ProcessorTime time = ProcessorTime.of(connection);
        long nanos;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT setseed(0.5)");
            long begun = time.nanos();
            statement.execute(loop(write));
            nanos = time.nanos() - begun;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        vacuum(write);
        return nanos / NANOS_A_MILLI / executions;
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
