package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.Machine;
import org.pgwright.benchmarks.collect.CounterQueries.Counts;
import org.pgwright.benchmarks.load.Clients;
import org.pgwright.benchmarks.process.ServerProcesses;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether the repository holds what the server counted: the clients begin after the first looks,
 * and end, with all that they did counted, before the last ones.
 */
public final class CollectTruth {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Every client of TPC-B's, so that an hour does not fill the disk. */
    private static final Duration PACE = Duration.ofMillis(10);

    private static final String LOOKS =
            """
            SELECT count(*) FROM counter_look l
             WHERE l.kind IN ('statement', 'database')
                OR EXISTS (SELECT FROM monitored_database d
                            WHERE d.database_id = l.database_id AND d.database_name = '%s')
            """
                    .formatted(WorkloadDatabase.NAME);

    /** Statements and databases of the server, tables and indexes of its database. */
    private static final int FIRST_LOOKS = 4;

    private static final String GAPS =
            """
            SELECT (SELECT count(*) FROM statement_sample WHERE gaps <> '{}' OR incomplete <> '{}')
                   + (SELECT count(*) FROM table_sample WHERE gaps <> '{}' OR incomplete <> '{}')
                   + (SELECT count(*) FROM index_sample WHERE gaps <> '{}' OR incomplete <> '{}')
            """;

    private static final String SUMMED =
            "SELECT count(DISTINCT hour) FROM statement_hour WHERE calls > 0";

    private final Machine machine;
    private final Progress progress;

    public CollectTruth(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param transactions of TPC-B that were done
     * @param withGaps samples that say that more may have happened
     * @param hours that were summed up
     * @param messages that the command wrote
     */
    public record Result(
            Duration worked,
            long transactions,
            List<Comparison> comparisons,
            long withGaps,
            long hours,
            List<String> messages) {
        public Result {
            comparisons = List.copyOf(comparisons);
            messages = List.copyOf(messages);
        }

        public String table() {
            return TruthOfCounts.table(this);
        }
    }

    /** Works and collects for a time, and compares. */
    public Result run(Duration duration) throws SQLException, IOException {
        try (WatchedServer server = WatchedServer.start(machine, Map.of("autovacuum", "on"));
                Kept kept = Kept.start(machine)) {
            WorkloadDatabase database = WorkloadDatabase.load(server, progress);
            try (Connection watched = server.connect(WorkloadDatabase.NAME);
                    CollectProcess collect =
                            CollectProcess.start(
                                    List.of(server.url(WorkloadDatabase.NAME)), kept)) {
                awaitFirstLooks(kept);
                Counts before = CounterQueries.OF_SERVER.read(watched);
                progress.step("Working for " + duration.toSeconds() + " s", 0, 0);
                long transactions = work(database, duration);
                awaitEnd(server.processes());
                Counts counted = CounterQueries.OF_SERVER.read(watched).since(before);
                collect.end();
                return result(duration, transactions, counted, kept, collect.messages());
            }
        }
    }

    private static long work(WorkloadDatabase database, Duration duration) throws SQLException {
        try (Clients clients = database.start(PACE)) {
            long end = System.nanoTime() + duration.toNanos();
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(POLL.toNanos());
                clients.turns();
            }
            return clients.turns();
        }
    }

    private static void awaitFirstLooks(Kept kept) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = kept.connect()) {
            while (number(connection, LOOKS) < FIRST_LOOKS) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("no first looks within " + PATIENCE);
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    /** A backend that has ended has told what it counted. */
    private static void awaitEnd(ServerProcesses processes) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!processes.backends(WatchedServer.APPLICATION).isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("clients did not end within " + PATIENCE);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static Result result(
            Duration worked, long transactions, Counts counted, Kept kept, List<String> messages)
            throws SQLException {
        try (Connection connection = kept.connect()) {
            Counts found = CounterQueries.OF_REPOSITORY.read(connection);
            return new Result(
                    worked,
                    transactions,
                    List.of(
                            Comparison.of("statements", counted.statements(), found.statements()),
                            Comparison.of("tables", counted.tables(), found.tables()),
                            Comparison.of("indexes", counted.indexes(), found.indexes())),
                    number(connection, GAPS),
                    number(connection, SUMMED),
                    messages);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
