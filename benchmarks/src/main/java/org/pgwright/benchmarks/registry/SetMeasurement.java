package org.pgwright.benchmarks.registry;

import org.pgwright.benchmarks.built.BuiltIndexes;
import org.pgwright.benchmarks.built.IndexSet;
import org.pgwright.benchmarks.built.PlanTimes;
import org.pgwright.benchmarks.built.QueryChange;
import org.pgwright.benchmarks.built.QueryRun;
import org.pgwright.benchmarks.built.QueryRuns;
import org.pgwright.benchmarks.built.WriteTimes;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Builds sets of indexes one after another on one database and measures each: first the queries of
 * all sets, then the writes of all, which leave the table's statistics a little off.
 */
public final class SetMeasurement {
    /** All queries under all sets, once more each time: a machine is not the same all the time. */
    private static final int PASSES = 3;

    private final Connection connection;
    private final PlanTimes times = new PlanTimes();
    private final QueryRuns runs;
    private final WriteTimes writeTimes;
    private final List<WeightedQuery> queries;
    private final List<WeightedQuery> writes;

    /**
     * @param runs on a database that nobody else uses
     * @param writeTimes on the same
     */
    public SetMeasurement(
            QueryRuns runs,
            WriteTimes writeTimes,
            List<WeightedQuery> queries,
            List<WeightedQuery> writes) {
        this.connection = runs.connection();
        this.runs = runs;
        this.writeTimes = writeTimes;
        this.queries = List.copyOf(queries);
        this.writes = List.copyOf(writes);
    }

    private record Queried(
            IndexSet set,
            List<SetResult.Index> indexes,
            List<QueryRun> before,
            List<QueryRun> after) {}

    /** Measures; sets with expressions last, because they need tables to be analyzed anew. */
    public List<SetResult> run(List<IndexSet> sets, Progress progress)
            throws SQLException, IOException {
        List<IndexSet> inOrder =
                sets.stream().sorted(Comparator.comparing(IndexSet::hasExpressions)).toList();
        List<Queried> queried = List.of();
        for (int pass = 0; pass < PASSES; pass++) {
            queried = query(inOrder, progress);
        }
        progress.step("Writing without indexes", 0, 0);
        Map<String, Double> bare = writeTimes.of(writes);
        List<Map<String, Double>> written = write(inOrder, progress);
        progress.step("Writing without indexes again", 0, 0);
        writeTimes.of(writes).forEach((name, millis) -> bare.merge(name, millis, Math::min));
        List<SetResult> results = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            results.add(result(queried.get(i), written.get(i), bare));
        }
        results.sort(Comparator.comparingInt(result -> position(sets, result)));
        return results;
    }

    private static int position(List<IndexSet> sets, SetResult result) {
        return sets.stream().map(IndexSet::name).toList().indexOf(result.name());
    }

    private List<Queried> query(List<IndexSet> sets, Progress progress) throws SQLException {
        progress.step("Querying without indexes", 0, 0);
        List<QueryRun> before = runs.of(queries, List.of());
        times.add(before);
        List<Queried> queried = new ArrayList<>();
        for (IndexSet set : sets) {
            progress.step("Querying with " + set.name(), 0, 0);
            try (BuiltIndexes built = BuiltIndexes.build(connection, set.indexes())) {
                List<QueryRun> after = runs.of(queries, built.all());
                times.add(after);
                queried.add(
                        new Queried(
                                set,
                                built.all().stream().map(SetMeasurement::shown).toList(),
                                before,
                                after));
            }
        }
        return queried;
    }

    private List<Map<String, Double>> write(List<IndexSet> sets, Progress progress)
            throws SQLException, IOException {
        List<Map<String, Double>> written = new ArrayList<>();
        for (IndexSet set : sets) {
            progress.step("Writing with " + set.name(), 0, 0);
            BuiltIndexes built = BuiltIndexes.build(connection, set.indexes());
            try (built) {
                written.add(writeTimes.of(writes));
            }
        }
        return written;
    }

    private SetResult result(
            Queried queried, Map<String, Double> written, Map<String, Double> bare) {
        return new SetResult(
                queried.set().name(),
                queried.indexes(),
                QueryChange.of(queried.before(), queried.after(), times),
                queried.set().predicted(),
                bare,
                written,
                WriteTimes.weighted(writes, written) / WriteTimes.weighted(writes, bare));
    }

    private static SetResult.Index shown(BuiltIndexes.Built index) {
        return new SetResult.Index(index.definition().shownAfterName(), index.bytes());
    }
}
