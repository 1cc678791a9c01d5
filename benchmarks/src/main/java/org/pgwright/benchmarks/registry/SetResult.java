package org.pgwright.benchmarks.registry;

import org.pgwright.benchmarks.built.Prediction;
import org.pgwright.benchmarks.built.QueryChange;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a set of indexes did.
 *
 * @param indexes as they were built
 * @param queries beside no index
 * @param writesBefore milliseconds of one execution without any of the indexes, by name
 * @param writes the same with them
 * @param writeRatio the weighted time of writes over that without any of the indexes
 */
public record SetResult(
        String name,
        List<Index> indexes,
        List<QueryChange> queries,
        Prediction predicted,
        Map<String, Double> writesBefore,
        Map<String, Double> writes,
        double writeRatio) {
    /** An index as it was built. */
    public record Index(String definition, long bytes) {}

    /** Of all indexes. */
    public long bytes() {
        return indexes.stream().mapToLong(Index::bytes).sum();
    }

    /** The weighted planner cost that is left. */
    public double costRatio() {
        return QueryChange.costRatio(queries);
    }

    /** The weighted execution time that is left. */
    public double timeRatio() {
        return QueryChange.timeRatio(queries);
    }

    /** The definitions of the indexes that no query uses. */
    public List<String> unused() {
        TreeSet<String> used = new TreeSet<>();
        queries.forEach(query -> used.addAll(query.indexes()));
        return indexes.stream()
                .map(Index::definition)
                .filter(definition -> !used.contains(definition))
                .toList();
    }

    /** The planner's cost after building, over what the twin had said. */
    public double costBesidePrediction() {
        double measured = queries.stream().mapToDouble(q -> q.weight() * q.costAfter()).sum();
        return measured / predicted.cost();
    }

    /** What was built, over what the twin had said; 1 for nothing. */
    public double bytesBesidePrediction() {
        return predicted.bytes() == 0 ? 1 : (double) bytes() / predicted.bytes();
    }
}
