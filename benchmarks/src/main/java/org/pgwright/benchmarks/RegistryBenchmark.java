package org.pgwright.benchmarks;

import org.pgwright.advisor.Budget;
import org.pgwright.benchmarks.built.IndexSet;
import org.pgwright.benchmarks.built.QueryRuns;
import org.pgwright.benchmarks.built.TwinAdvice;
import org.pgwright.benchmarks.built.WriteTimes;
import org.pgwright.benchmarks.fidelity.MonitoredDatabase;
import org.pgwright.benchmarks.registry.RegistryTable;
import org.pgwright.benchmarks.registry.SetMeasurement;
import org.pgwright.benchmarks.registry.SetResult;
import org.pgwright.benchmarks.schema.RegistryDatabase;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.catalog.Bytes;
import org.pgwright.demo.MlRegistry;
import org.pgwright.demo.WorkloadRun;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotRequest;
import org.pgwright.snapshot.SnapshotTaker;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code registry}: what the advice on the ML registry is worth when it is built for real, beside
 * sets of indexes made by hand.
 */
final class RegistryBenchmark {
    /** On which the reference indexes' figures were published. */
    private static final int MAJOR = 15;

    private static final int TIMES = 3;
    private static final int WRITES = 2_000;
    private static final int ROUNDS = 6;
    private static final long SEED = 42;

    private final Machine machine;
    private final Progress progress;

    RegistryBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** Returns the tables. */
    String run(double scale, Results results) throws SQLException, IOException {
        RegistryDatabase sample = new RegistryDatabase(scale);
        try (EmbeddedPostgres server = machine.roomyServer(machine.installations().ofMajor(MAJOR));
                MonitoredDatabase database = MonitoredDatabase.create(server, sample, progress)) {
            List<IndexSet> sets = sets(sample, database);
            SetMeasurement measurement =
                    new SetMeasurement(
                            new QueryRuns(database.connection(), TIMES),
                            new WriteTimes(database.connection(), WRITES, ROUNDS),
                            sample.weightedQueries(),
                            sample.writes());
            List<SetResult> measured = measurement.run(sets, progress);
            String table = RegistryTable.of(measured, measured.get(sets.size() - 2));
            results.write("registry", table, measured);
            return table;
        }
    }

    private List<IndexSet> sets(RegistryDatabase sample, MonitoredDatabase database)
            throws SQLException {
        List<WeightedQuery> queries = sample.weightedQueries();
        List<IndexSet> sets = new ArrayList<>();
        progress.step("Advising from files", 0, 0);
        try (TwinAdvice advice = advice(database.snapshot(files(sample)), queries)) {
            IndexSet reference = advice.predicted("reference", sample.referenceIndexes());
            sets.add(advice.advised("advice, files", Budget.UNLIMITED, Progress.NONE));
            IndexSet lean = advice.predicted("lean", sample.leanIndexes());
            sets.add(advice.advised("advice, half the bytes", part(0.5, reference), Progress.NONE));
            double writes = advice.charge(sample.writes(), reference.indexes()).share();
            sets.add(
                    advice.advised(
                            "advice, half the bytes and writes",
                            new Budget(part(0.5, reference).maxBytes(), null, writes / 2),
                            Progress.NONE));
            sets.add(advice.advised("advice, bytes of lean", part(1, lean), Progress.NONE));
            sets.add(reference);
            sets.add(lean);
        }
        progress.step("Advising from pg_stat_statements", 0, 0);
        try (TwinAdvice advice = advice(observed(sample, database), queries)) {
            sets.add(
                    1,
                    advice.advised("advice, pg_stat_statements", Budget.UNLIMITED, Progress.NONE));
        }
        return sets;
    }

    private static Budget part(double share, IndexSet of) {
        return new Budget(new Bytes((long) (share * of.predicted().bytes())), null);
    }

    private TwinAdvice advice(Snapshot snapshot, List<WeightedQuery> queries) {
        TwinOptions options =
                new TwinOptions(machine.installations().ofMajor(MAJOR), machine.cache());
        return new TwinAdvice(snapshot, options, queries);
    }

    private static Workload files(RegistryDatabase sample) {
        List<Statement> statements =
                Stream.concat(sample.weightedQueries().stream(), sample.writes().stream())
                        .map(WeightedQuery::statement)
                        .toList();
        return new Workload(statements, List.of());
    }

    /** As the server itself saw the application, whose writes are taken back. */
    private Snapshot observed(RegistryDatabase sample, MonitoredDatabase database)
            throws SQLException {
        database.execute("CREATE EXTENSION pg_stat_statements");
        database.execute("SELECT pg_stat_statements_reset()");
        new WorkloadRun(database.connection(), MlRegistry.workload()).measure(1, SEED, progress);
        database.connection().setAutoCommit(false);
        try {
            for (WeightedQuery write : sample.writes()) {
                for (int call = 0; call < write.weight(); call++) {
                    database.execute(write.sql());
                }
            }
        } finally {
            database.connection().rollback();
            database.connection().setAutoCommit(true);
        }
        database.execute("VACUUM");
        try (TargetReader reader = TargetReader.open(database.settings())) {
            return SnapshotTaker.take(
                    reader, SnapshotRequest.everything("benchmarks"), Progress.NONE);
        }
    }
}
