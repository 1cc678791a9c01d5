package org.pgwright.benchmarks;

import org.pgwright.benchmarks.built.QueryRuns;
import org.pgwright.benchmarks.built.TwinAdvice;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.schema.RegistryDatabase;
import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.TpchDatabase;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.benchmarks.truth.TruthMeasurement;
import org.pgwright.benchmarks.truth.TruthResult;
import org.pgwright.benchmarks.truth.TruthTable;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Workload;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * {@code truth}: whether every recommended index does what was promised of it when it is built, on
 * the ML registry and on TPC-H without keys.
 */
final class TruthBenchmark {
    private static final int MAJOR = 18;
    private static final int TIMES = 3;

    private final Machine machine;
    private final Progress progress;

    TruthBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the tables. */
    String run(double scale, Results results) throws SQLException, IOException {
        RegistryDatabase registry = new RegistryDatabase(scale);
        TpchDatabase tpch = new TpchDatabase(scale, TpchDatabase.Bed.LITERATURE);
        List<TruthResult> measured =
                List.of(
                        measure(registry, registry.weightedQueries()),
                        measure(
                                tpch,
                                tpch.queries().stream()
                                        .map(q -> new WeightedQuery(q.name(), 1, q.sql()))
                                        .toList()));
        String table = TruthTable.of(measured);
        results.write("truth", table, measured);
        return table;
    }

    private TruthResult measure(SampleDatabase sample, List<WeightedQuery> queries)
            throws SQLException {
        progress.step(sample.name(), 0, 0);
        try (EmbeddedPostgres server = machine.roomyServer(machine.installations().ofMajor(MAJOR));
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            Snapshot snapshot =
                    database.snapshot(
                            new Workload(
                                    queries.stream().map(WeightedQuery::statement).toList(),
                                    List.of()));
            TwinOptions options =
                    new TwinOptions(machine.installations().ofMajor(MAJOR), machine.cache());
            progress.step("Advising", 0, 0);
            try (TwinAdvice advice = new TwinAdvice(snapshot, options, queries)) {
                return new TruthMeasurement(
                                new QueryRuns(database.connection(), TIMES), queries, advice)
                        .run(sample.name(), advice.advice(Progress.NONE), progress);
            }
        }
    }
}
