package org.pgwright.benchmarks.schema;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.demo.MlRegistry;
import org.pgwright.demo.WorkloadQuery;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The demo's registry of machine-learning models; its own workload and more queries.
 *
 * @param scale 1 for 1,000,000 training runs
 */
public record RegistryDatabase(double scale) implements SampleDatabase {
    private static final SampleFiles FILES = new SampleFiles("mlregistry");

    @Override
    public String name() {
        return "ML registry";
    }

    @Override
    public void load(Connection connection, Progress progress) throws SQLException {
        MlRegistry.load(connection, scale, progress);
    }

    /** The application's own queries; the weights add up to 100. */
    public List<WeightedQuery> weightedQueries() {
        return MlRegistry.workload().stream()
                .map(query -> new WeightedQuery(query.name(), query.weight(), query.sql()))
                .toList();
    }

    /**
     * What the application writes; the weights add up to 100. The demo's writes stay within what
     * the smallest demo has, these do not: they are for a scale of 0.1 or more.
     */
    public List<WeightedQuery> writes() {
        Map<String, Integer> weights =
                MlRegistry.writes().stream()
                        .collect(Collectors.toMap(WorkloadQuery::name, WorkloadQuery::weight));
        return SampleQuery.all(FILES.text("writes.sql")).stream()
                .map(
                        write ->
                                new WeightedQuery(
                                        write.name(),
                                        Objects.requireNonNull(weights.get(write.name())),
                                        write.sql()))
                .toList();
    }

    /** Made by hand and published, generously: 18 indexes. */
    public List<IndexDefinition> referenceIndexes() {
        return FILES.indexes("reference.txt");
    }

    /** Made by hand for the application's queries and no others. */
    public List<IndexDefinition> leanIndexes() {
        return FILES.indexes("lean.txt");
    }

    /** One of each kind on the tables that are written to. */
    public List<IndexDefinition> writtenIndexes() {
        return FILES.indexes("writes.txt");
    }

    @Override
    public List<SampleQuery> queries() {
        List<SampleQuery> queries = new ArrayList<>();
        for (WorkloadQuery query : MlRegistry.workload()) {
            queries.add(new SampleQuery(query.name(), null, query.sql()));
        }
        queries.addAll(FILES.queries());
        return queries;
    }

    @Override
    public List<IndexDefinition> indexes() {
        return FILES.indexes();
    }
}
