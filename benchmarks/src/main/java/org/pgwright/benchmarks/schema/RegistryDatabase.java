package org.pgwright.benchmarks.schema;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.demo.MlRegistry;
import org.pgwright.demo.WorkloadQuery;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
