package org.pgwright.benchmarks.built;

import org.pgwright.benchmarks.fidelity.RealNames;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.planner.Plan;
import org.pgwright.postgres.ExplainJson;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans and executes queries on a real server; one execution warms up and is not counted.
 *
 * @param times how often each is executed and timed
 */
public record QueryRuns(Connection connection, int times) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String PLAN = "EXPLAIN (FORMAT JSON) ";

    /** Without the clock at every node, which would slow some plans more than others. */
    private static final String EXECUTE = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ";

    /**
     * All of them, one after the other.
     *
     * @param built the indexes that there are beside those of the schema; plans are shown with
     *     their definitions
     */
    public List<QueryRun> of(List<WeightedQuery> queries, List<BuiltIndexes.Built> built)
            throws SQLException {
        ExplainJson names = names(built);
        List<QueryRun> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (WeightedQuery query : queries) {
                runs.add(run(query, plan(statement, query, names)));
            }
        }
        return runs;
    }

    /**
     * The same, but queries that keep the plan of an earlier run are not executed: their runs have
     * no times.
     *
     * @param earlier runs of the same queries
     */
    public List<QueryRun> ofChanged(
            List<WeightedQuery> queries, List<BuiltIndexes.Built> built, List<QueryRun> earlier)
            throws SQLException {
        ExplainJson names = names(built);
        List<QueryRun> runs = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < queries.size(); i++) {
                WeightedQuery query = queries.get(i);
                Plan plan = plan(statement, query, names);
                runs.add(
                        plan.shape().equals(earlier.get(i).plan().shape())
                                ? new QueryRun(query.name(), query.weight(), plan, List.of())
                                : run(query, plan));
            }
        }
        return runs;
    }

    private static ExplainJson names(List<BuiltIndexes.Built> built) {
        Map<String, String> definitions = new HashMap<>();
        built.forEach(i -> definitions.put(i.name(), i.definition().shownAfterName()));
        return new ExplainJson(new RealNames(definitions));
    }

    private static Plan plan(Statement statement, WeightedQuery query, ExplainJson names)
            throws SQLException {
        return names.read(json(statement, PLAN + query.sql()));
    }

    private QueryRun run(WeightedQuery query, Plan plan) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            executionTime(statement, query);
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                millis.add(executionTime(statement, query));
            }
            return new QueryRun(query.name(), query.weight(), plan, millis);
        }
    }

    private static double executionTime(Statement statement, WeightedQuery query)
            throws SQLException {
        JsonNode root = MAPPER.readTree(json(statement, EXECUTE + query.sql())).path(0);
        return root.required("Execution Time").asDouble();
    }

    private static String json(Statement statement, String explain) throws SQLException {
        try (ResultSet row = statement.executeQuery(explain)) {
            row.next();
            return row.getString(1);
        }
    }
}
