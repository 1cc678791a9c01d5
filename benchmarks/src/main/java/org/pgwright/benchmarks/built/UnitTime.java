package org.pgwright.benchmarks.built;

import org.pgwright.benchmarks.fidelity.RealNames;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.postgres.ExplainJson;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** How much of a processor's time a unit of the planner's cost takes, in one process. */
public record UnitTime(Connection connection) {
    private static final double NANOS_A_MICRO = 1_000;
    private static final int TIMES = 3;

    /** The weighted time of queries, the fastest of three of each, over their weighted cost. */
    public double micros(List<WeightedQuery> queries) throws SQLException, IOException {
        ProcessorTime time = ProcessorTime.of(connection);
        double nanos = 0;
        double cost = 0;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET max_parallel_workers_per_gather = 0");
            for (WeightedQuery query : queries) {
                long best = Long.MAX_VALUE;
                for (int i = 0; i < TIMES; i++) {
                    long begun = time.nanos();
                    statement.execute(query.sql());
                    best = Math.min(best, time.nanos() - begun);
                }
                nanos += query.weight() * best;
                cost += query.weight() * cost(statement, query);
            }
            statement.execute("RESET max_parallel_workers_per_gather");
        }
        return nanos / NANOS_A_MICRO / cost;
    }

    private static double cost(Statement statement, WeightedQuery query) throws SQLException {
        try (ResultSet row = statement.executeQuery("EXPLAIN (FORMAT JSON) " + query.sql())) {
            row.next();
            return new ExplainJson(new RealNames(Map.of())).read(row.getString(1)).totalCost();
        }
    }
}
