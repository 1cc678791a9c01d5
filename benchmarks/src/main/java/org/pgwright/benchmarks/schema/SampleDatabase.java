package org.pgwright.benchmarks.schema;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;
import org.pgwright.workload.Workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A database to measure on. */
public interface SampleDatabase {
    /** For tables of results. */
    String name();

    /**
     * Creates and fills it, then vacuums and analyzes; the same at every load.
     *
     * @param connection in autocommit mode, of a superuser, to an empty database
     */
    void load(Connection connection, Progress progress) throws SQLException;

    /** What is asked of it. */
    List<SampleQuery> queries();

    /** The queries as a workload, each called once. */
    default Workload workload() {
        return new Workload(queries().stream().map(SampleQuery::statement).toList(), List.of());
    }

    /** Indexes that it lacks, each worth a try on its own. */
    List<IndexDefinition> indexes();
}
