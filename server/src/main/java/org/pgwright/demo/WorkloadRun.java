package org.pgwright.demo;

import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a workload as an application would: every query as often as its weight says, mixed, one
 * after the other on one connection.
 *
 * <p>The same seed gives the same order.
 */
public final class WorkloadRun {
    private final Connection connection;
    private final List<WorkloadQuery> queries;

    /** The connection is in autocommit mode. */
    public WorkloadRun(Connection connection, List<WorkloadQuery> queries) {
        this.connection = connection;
        this.queries = List.copyOf(queries);
    }

    /** Calls every query once, so that the measured calls find a warm cache. */
    public void warmUp() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (WorkloadQuery query : queries) {
                call(statement, query);
            }
        }
    }

    /**
     * Measures.
     *
     * @param rounds how many times each query is called for each unit of its weight
     */
    public WorkloadTimes measure(int rounds, long seed, Progress progress) throws SQLException {
        Map<String, List<Duration>> times = new LinkedHashMap<>();
        queries.forEach(query -> times.put(query.name(), new ArrayList<>()));
        List<WorkloadQuery> calls = order(rounds, seed);
        try (Statement statement = connection.createStatement()) {
            for (int done = 0; done < calls.size(); done++) {
                progress.step("Running the workload", done, calls.size());
                WorkloadQuery query = calls.get(done);
                times.computeIfAbsent(query.name(), name -> new ArrayList<>())
                        .add(call(statement, query));
            }
        }
        progress.step("Running the workload", calls.size(), calls.size());
        Map<String, Latencies> byQuery = new LinkedHashMap<>();
        times.forEach((name, durations) -> byQuery.put(name, new Latencies(durations)));
        return new WorkloadTimes(byQuery);
    }

    private List<WorkloadQuery> order(int rounds, long seed) {
        List<WorkloadQuery> calls = new ArrayList<>();
        for (WorkloadQuery query : queries) {
            calls.addAll(Collections.nCopies(query.weight() * rounds, query));
        }
        Collections.shuffle(calls, new Random(seed));
        return calls;
    }

    /** Until the last row is here. */
    private static Duration call(Statement statement, WorkloadQuery query) throws SQLException {
        long start = System.nanoTime();
        statement.execute(query.sql());
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
