package org.pgwright.benchmarks.truth;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.benchmarks.built.BuiltIndexes;
import org.pgwright.benchmarks.built.PlanTimes;
import org.pgwright.benchmarks.built.QueryChange;
import org.pgwright.benchmarks.built.QueryRun;
import org.pgwright.benchmarks.built.QueryRuns;
import org.pgwright.benchmarks.built.TwinAdvice;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds recommended indexes for real, each alone and all together, and holds what the twin
 * promised of each against what it does: alone, and as the last one that is added to the others.
 */
public final class TruthMeasurement {
    private final QueryRuns runs;
    private final List<WeightedQuery> queries;
    private final TwinAdvice twin;
    private final PlanTimes times = new PlanTimes();

    /**
     * @param runs on a database that nobody else uses
     * @param twin of that database
     */
    public TruthMeasurement(QueryRuns runs, List<WeightedQuery> queries, TwinAdvice twin) {
        this.runs = runs;
        this.queries = List.copyOf(queries);
        this.twin = twin;
    }

    /** What the queries did under two sets of indexes, the first of which has one less. */
    private record Step(List<QueryRun> without, List<QueryRun> with, double predicted) {}

    /** Measures; drops what it has built. */
    public TruthResult run(String sample, Advice advice, Progress progress) throws SQLException {
        List<IndexDefinition> indexes =
                advice.recommendations().stream().map(Recommendation::index).toList();
        progress.step("Querying without indexes", 0, 0);
        List<QueryRun> before = timed(runs.of(queries, List.of()));
        List<Step> alone = new ArrayList<>();
        for (IndexDefinition index : indexes) {
            progress.step("Building each index alone", alone.size(), indexes.size());
            alone.add(alone(index, before));
        }
        progress.step("Building all indexes", 0, 0);
        List<Step> last = new ArrayList<>();
        List<QueryRun> after;
        try (BuiltIndexes built = BuiltIndexes.build(runs.connection(), indexes)) {
            after = timed(runs.ofChanged(queries, built.all(), before));
            for (BuiltIndexes.Built index : built.all()) {
                last.add(last(index, built.all(), after));
            }
        }
        settle(before, after, indexes, progress);
        List<IndexTruth> truths = new ArrayList<>();
        for (int i = 0; i < indexes.size(); i++) {
            truths.add(
                    new IndexTruth(
                            indexes.get(i).shownAfterName(),
                            gain(alone.get(i)),
                            gain(last.get(i))));
        }
        return new TruthResult(
                sample, truths, QueryChange.of(before, after, times), doubtful(advice));
    }

    /** The names of the queries whose gain the advice calls doubtful. */
    private List<String> doubtful(Advice advice) {
        Set<String> hashes =
                advice.queries().stream()
                        .filter(query -> query.doubt() != null)
                        .map(QueryCost::hash)
                        .collect(Collectors.toSet());
        return queries.stream()
                .filter(query -> hashes.contains(query.statement().hash()))
                .map(WeightedQuery::name)
                .toList();
    }

    private List<QueryRun> timed(List<QueryRun> done) {
        times.add(done);
        return done;
    }

    private Step alone(IndexDefinition index, List<QueryRun> before) throws SQLException {
        double predicted = predicted(List.of()) - predicted(List.of(index));
        try (BuiltIndexes built = BuiltIndexes.build(runs.connection(), List.of(index))) {
            List<QueryRun> with = timed(runs.ofChanged(queries, built.all(), before));
            return new Step(before, with, predicted);
        }
    }

    private Step last(BuiltIndexes.Built index, List<BuiltIndexes.Built> all, List<QueryRun> after)
            throws SQLException {
        List<IndexDefinition> others =
                all.stream()
                        .map(BuiltIndexes.Built::definition)
                        .filter(definition -> !definition.equals(index.definition()))
                        .toList();
        List<IndexDefinition> everything =
                all.stream().map(BuiltIndexes.Built::definition).toList();
        double predicted = predicted(others) - predicted(everything);
        Connection connection = runs.connection();
        connection.setAutoCommit(false);
        try {
            BuiltIndexes.drop(connection, index);
            List<QueryRun> without = timed(runs.ofChanged(queries, all, after));
            return new Step(without, after, predicted);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private double predicted(List<IndexDefinition> indexes) {
        return twin.predicted("", indexes).predicted().cost();
    }

    /** What looks slower is executed again both ways, since a machine's bad moment does so, too. */
    private void settle(
            List<QueryRun> before,
            List<QueryRun> after,
            List<IndexDefinition> recommended,
            Progress progress)
            throws SQLException {
        List<String> suspects =
                QueryChange.of(before, after, times).stream()
                        .filter(TruthResult::isSlower)
                        .map(QueryChange::name)
                        .toList();
        if (suspects.isEmpty()) {
            return;
        }
        progress.step("Executing again what looks slower", 0, 0);
        List<WeightedQuery> again =
                queries.stream().filter(query -> suspects.contains(query.name())).toList();
        times.add(runs.of(again, List.of()));
        try (BuiltIndexes built = BuiltIndexes.build(runs.connection(), recommended)) {
            times.add(runs.of(again, built.all()));
        }
    }

    private Gain gain(Step step) {
        List<QueryChange> changes = QueryChange.of(step.without(), step.with(), times);
        double millis =
                changes.stream()
                        .mapToDouble(c -> c.weight() * (c.millisBefore() - c.millisAfter()))
                        .sum();
        double best =
                changes.stream()
                        .mapToDouble(c -> 1 - c.millisAfter() / c.millisBefore())
                        .max()
                        .orElse(0);
        return new Gain(step.predicted(), millis, best);
    }
}
