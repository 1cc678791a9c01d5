package org.pgwright.twin.analysis;

import org.pgwright.planner.TableReference.Operator;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns that a statement requires to be equal. What one of them is equal to, the other is too, as
 * the planner's equivalence classes have it.
 */
final class Equalities {
    private final List<Link> links = new ArrayList<>();

    private record Link(Reach from, Reach to) {}

    /** What holds for a column holds for the other. */
    void add(Reach from, Reach to) {
        links.add(new Link(from, to));
    }

    /** Gives every column the conditions that follow. */
    void spread() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Link link : links) {
                changed |= spread(link.from(), link.to());
            }
        }
    }

    private static boolean spread(Reach from, Reach to) {
        if (!to.pushable() || equal(to)) {
            return false;
        }
        for (Condition condition : List.copyOf(from.mention().conditions())) {
            if (isFixed(condition, from)) {
                to.mention().add(condition.derivedFor(to.facts()));
                return true;
            }
        }
        return false;
    }

    private static boolean equal(Reach reach) {
        return reach.mention().conditions().stream().anyMatch(known -> isFixed(known, reach));
    }

    private static boolean isFixed(Condition condition, Reach reach) {
        return condition.operator() == Operator.EQUAL
                && !condition.alternative()
                && condition.column().equals(reach.facts());
    }
}
