package org.pgwright.benchmarks.truth;

import org.pgwright.benchmarks.built.QueryChange;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What was promised of the indexes recommended for a database and what they did.
 *
 * @param queries with all indexes beside none
 * @param doubtful the names of the queries that the advice said might not get faster
 */
public record TruthResult(
        String sample, List<IndexTruth> indexes, List<QueryChange> queries, List<String> doubtful) {
    private static final double SLOWER = 1.1;

    /** Less than this is within what a clock and a cache make of a query. */
    private static final double NOISE_MILLIS = 0.2;

    public TruthResult {
        indexes = List.copyOf(indexes);
        queries = List.copyOf(queries);
        doubtful = List.copyOf(doubtful);
    }

    /** Of the predicted gains with the measured ones; NaN for fewer than two. */
    double correlation(Function<IndexTruth, Gain> gain) {
        return RankCorrelation.spearman(
                indexes.stream().map(index -> gain.apply(index).cost()).toList(),
                indexes.stream().map(index -> gain.apply(index).millis()).toList());
    }

    /** The indexes that made nothing better. */
    public List<String> useless() {
        return indexes.stream().filter(i -> !i.isBetter()).map(IndexTruth::index).toList();
    }

    /** The queries that got slower by more than a tenth, and by how much. */
    public List<String> slower() {
        return queries.stream().filter(TruthResult::isSlower).map(TruthResult::factor).toList();
    }

    /** Those of them that the advice did not say it of. */
    public List<String> unflagged() {
        return queries.stream()
                .filter(TruthResult::isSlower)
                .filter(query -> !doubtful.contains(query.name()))
                .map(TruthResult::factor)
                .toList();
    }

    private static String factor(QueryChange query) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f times",
                query.name(),
                query.millisAfter() / query.millisBefore());
    }

    static boolean isSlower(QueryChange query) {
        return query.millisAfter() > SLOWER * query.millisBefore()
                && query.millisAfter() - query.millisBefore() > NOISE_MILLIS;
    }
}
