package org.pgwright.benchmarks.fidelity;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares plans of two planners, whatever they call the index that is tried.
 *
 * <p>An index that did not exist before is the one that is tried.
 */
final class PlanComparison {
    /** Costs are printed with two decimals. */
    private static final double EQUAL = 0.005;

    private final Set<String> existing;

    /**
     * @param existing the names of the indexes that there are anyway
     */
    PlanComparison(Set<String> existing) {
        this.existing = Set.copyOf(existing);
    }

    static PlanComparison on(Catalog catalog) {
        return new PlanComparison(
                catalog.indexes().stream()
                        .map(index -> index.name().name())
                        .collect(Collectors.toSet()));
    }

    /** The plan without its numbers. */
    String shape(Plan plan) {
        StringBuilder shape = new StringBuilder(node(plan)).append('(');
        plan.children().forEach(child -> shape.append(shape(child)));
        return shape.append(')').toString();
    }

    boolean sameShape(Plan one, Plan other) {
        return shape(one).equals(shape(other));
    }

    static boolean sameCost(Plan one, Plan other) {
        return Math.abs(one.totalCost() - other.totalCost()) < EQUAL;
    }

    /** Whether the plan uses the index that is tried. */
    boolean usesTried(Plan plan) {
        return isTried(plan.index()) || plan.children().stream().anyMatch(this::usesTried);
    }

    private boolean isTried(@Nullable IndexName index) {
        return switch (index) {
            case null -> false;
            case IndexName.Hypothetical hypothetical -> true;
            case IndexName.Existing known -> !existing.contains(known.name().name());
        };
    }

    private String node(Plan plan) {
        StringBuilder node = new StringBuilder(plan.type());
        if (plan.relation() != null) {
            node.append(' ').append(plan.relation().name());
        }
        IndexName index = plan.index();
        if (isTried(index)) {
            node.append(" [tried]");
        } else if (index instanceof IndexName.Existing known) {
            node.append(' ').append(known.name().name());
        }
        return node.append(new TreeMap<>(plan.details())).toString();
    }

    /**
     * The deepest node whose cost, rows or shape differ though those below it agree: where a
     * difference begins; null where there is none.
     */
    @Nullable String firstDifference(Plan expected, Plan actual) {
        List<Plan> below = expected.children();
        if (node(expected).equals(node(actual)) && below.size() == actual.children().size()) {
            for (int child = 0; child < below.size(); child++) {
                String deeper = firstDifference(below.get(child), actual.children().get(child));
                if (deeper != null) {
                    return deeper;
                }
            }
            if (sameNumbers(expected, actual)) {
                return null;
            }
        }
        return "expected " + described(expected) + "; got " + described(actual);
    }

    private static boolean sameNumbers(Plan one, Plan other) {
        return sameCost(one, other)
                && Math.abs(one.startupCost() - other.startupCost()) < EQUAL
                && one.rows() == other.rows()
                && one.width() == other.width();
    }

    private String described(Plan plan) {
        return String.format(
                Locale.ROOT,
                "%s cost=%.2f..%.2f rows=%.0f width=%d",
                node(plan),
                plan.startupCost(),
                plan.totalCost(),
                plan.rows(),
                plan.width());
    }
}
