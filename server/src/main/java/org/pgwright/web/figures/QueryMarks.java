package org.pgwright.web.figures;

import org.pgwright.report.QueriesReport;
import org.pgwright.repository.figures.KnownPlanChange;
import org.pgwright.repository.figures.QueryFigures;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is remarkable about queries beside their figures, by hash.
 *
 * @param fresh those that were seen first in that time
 * @param slower those whose calls took clearly longer than in the time of that length before, with
 *     their mean then, in milliseconds
 * @param newPlan those that are slower with a new plan
 */
public record QueryMarks(Set<String> fresh, Map<String, Double> slower, Set<String> newPlan) {
    /** Below so many calls, a mean says little. */
    private static final long ENOUGH_CALLS = 10;

    private static final double CLEARLY = 1.5;

    /** What is quicker than this is not noticed by anybody. */
    private static final double NOTICED_MILLIS = 1;

    public QueryMarks {
        fresh = Set.copyOf(fresh);
        slower = Map.copyOf(slower);
        newPlan = Set.copyOf(newPlan);
    }

    static QueryMarks of(QueriesReport now, QueriesReport before, Set<String> fresh) {
        Map<String, QueryFigures> earlier =
                before.queries().stream()
                        .collect(
                                Collectors.toMap(
                                        QueryFigures::hash, query -> query, (one, other) -> one));
        Map<String, Double> slower = new HashMap<>();
        for (QueryFigures query : now.queries()) {
            QueryFigures then = earlier.get(query.hash());
            if (then != null && isSlower(query, then)) {
                slower.put(query.hash(), then.meanMillis());
            }
        }
        return new QueryMarks(
                fresh,
                slower,
                now.planChanges().stream()
                        .map(KnownPlanChange::hash)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean isSlower(QueryFigures now, QueryFigures then) {
        return now.calls() >= ENOUGH_CALLS
                && then.calls() >= ENOUGH_CALLS
                && now.meanMillis() >= NOTICED_MILLIS
                && now.meanMillis() > CLEARLY * then.meanMillis();
    }

    /** Whether it does worse than before. */
    public boolean isWorse(String hash) {
        return slower.containsKey(hash) || newPlan.contains(hash);
    }
}
