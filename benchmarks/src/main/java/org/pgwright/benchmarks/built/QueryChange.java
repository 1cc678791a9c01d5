package org.pgwright.benchmarks.built;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a query.
 *
 * @param planned whether its plan is another
 * @param indexes that its plan uses now
 */
public record QueryChange(
        String name,
        double weight,
        double costBefore,
        double costAfter,
        double millisBefore,
        double millisAfter,
        boolean planned,
        List<String> indexes) {
    public QueryChange {
        indexes = List.copyOf(indexes);
    }

    /**
     * Pairs runs of the same queries in the same order.
     *
     * @param times of all runs, these among them
     */
    public static List<QueryChange> of(
            List<QueryRun> before, List<QueryRun> after, PlanTimes times) {
        if (before.size() != after.size()) {
            throw new IllegalArgumentException("other queries were run after than before");
        }
        List<QueryChange> changes = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            changes.add(of(before.get(i), after.get(i), times));
        }
        return changes;
    }

    private static QueryChange of(QueryRun before, QueryRun after, PlanTimes times) {
        return new QueryChange(
                before.name(),
                before.weight(),
                before.plan().totalCost(),
                after.plan().totalCost(),
                times.millis(before),
                times.millis(after),
                !before.plan().shape().equals(after.plan().shape()),
                List.copyOf(after.indexes()));
    }

    /** The weighted cost of all that is left, 1 where nothing changed. */
    public static double costRatio(List<QueryChange> changes) {
        double before = changes.stream().mapToDouble(c -> c.weight() * c.costBefore()).sum();
        return changes.stream().mapToDouble(c -> c.weight() * c.costAfter()).sum() / before;
    }

    /** The weighted time of all that is left, 1 where nothing changed. */
    public static double timeRatio(List<QueryChange> changes) {
        double before = changes.stream().mapToDouble(c -> c.weight() * c.millisBefore()).sum();
        return changes.stream().mapToDouble(c -> c.weight() * c.millisAfter()).sum() / before;
    }
}
