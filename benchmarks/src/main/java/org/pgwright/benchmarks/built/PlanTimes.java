package org.pgwright.benchmarks.built;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The times of queries by plan.
 *
 * <p>All executions of a query by one plan count together, whatever other indexes there were, so
 * that noise is neither gain nor loss; and of all of them the fastest counts, since a machine that
 * does other work, too, makes the others slower, and nothing makes one faster.
 */
public final class PlanTimes {
    private final Map<Key, Double> fastest = new HashMap<>();

    private record Key(String query, String shape) {
        static Key of(QueryRun run) {
            return new Key(run.name(), run.plan().shape());
        }
    }

    /** Takes runs into account. */
    public void add(List<QueryRun> runs) {
        for (QueryRun run : runs) {
            for (double millis : run.millis()) {
                fastest.merge(Key.of(run), millis, Math::min);
            }
        }
    }

    /**
     * The fastest of all executions of the run's query by its plan.
     *
     * @throws IllegalArgumentException if there are none
     */
    public double millis(QueryRun run) {
        Double millis = fastest.get(Key.of(run));
        if (millis == null) {
            throw new IllegalArgumentException(run.name() + " was not executed by this plan");
        }
        return millis;
    }
}
