package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.StatementCosts.Costed;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a statement costs under every set of options, as far as it has been found out.
 *
 * <p>With all options on, a plan uses some of them. Every set that has these costs as much; every
 * other set lacks one of them, so it costs at least what the plan without that one costs, and so
 * on. A node is a plan with some options left out, its children leave out one more. A leaf that was
 * not asked for yet costs at least what its parent costs.
 */
final class PlanTree {
    /** A statement with so many plans is too tangled to be followed to the end. */
    private static final int MAX_NODES = 200;

    /** The rest of the way to the plan without options. */
    private static final double NO_HELP = 0.999;

    /**
     * A plan that every set has which has what it needs.
     *
     * @param cost of all calls
     */
    record Known(BitSet needed, double cost) {}

    /**
     * Plans that lack some options and are not known.
     *
     * @param atLeast of all calls
     */
    record Leaf(BitSet without, double atLeast) {}

    private final StatementCosts costs;
    private final int statement;
    private final BitSet all;
    private final double weight;
    private final double before;
    private final List<Known> plans = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Set<BitSet> seen = new HashSet<>();

    /**
     * @param all the options that there are; asks for the plan with all of them
     */
    PlanTree(StatementCosts costs, int statement, BitSet all) {
        this.costs = costs;
        this.statement = statement;
        this.all = costs.restricted(statement, all);
        this.weight = costs.statement(statement).calls();
        this.before = costs.costBefore(statement);
        plans.add(new Known(new BitSet(), weight * before));
        expand(new Leaf(new BitSet(), 0));
        refresh();
    }

    /** Takes up what has been asked for meanwhile. */
    void refresh() {
        expandKnown();
        leaves.replaceAll(
                leaf ->
                        new Leaf(
                                leaf.without(), Math.max(leaf.atLeast(), atLeast(leaf.without()))));
        for (Costed known : costs.knownPlans(statement)) {
            if (isSubset(known.used(), all)) {
                plans.add(new Known(known.used(), weight * known.cost()));
            }
        }
        prune();
    }

    /** By every plan that had more to choose from. */
    private double atLeast(BitSet without) {
        BitSet on = (BitSet) all.clone();
        on.andNot(without);
        return weight * costs.atLeast(statement, on);
    }

    /** A plan that needs no less than a cheaper one is of no use. */
    private void prune() {
        plans.sort(
                Comparator.comparingDouble(Known::cost)
                        .thenComparingInt(plan -> plan.needed().cardinality()));
        List<Known> kept = new ArrayList<>();
        for (Known plan : plans) {
            if (kept.stream().noneMatch(k -> isSubset(k.needed(), plan.needed()))) {
                kept.add(plan);
            }
        }
        plans.clear();
        plans.addAll(kept);
    }

    /** The plans, the cheapest first; the last needs nothing. */
    List<Known> plans() {
        return plans;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** The cost of all calls under a set, by the plans that are known: it may be less. */
    double cost(BitSet set) {
        for (Known plan : plans) {
            if (isSubset(plan.needed, set)) {
                return plan.cost;
            }
        }
        throw new IllegalStateException("the plan without options is always known");
    }

    /**
     * Asks for the plan of a leaf and of what becomes its cheapest leaf in turn, so often: similar
     * indexes stand in for one another, so that a single one left out hardly tells anything.
     */
    void expand(Leaf leaf, int plansAsked) {
        Leaf next = seen.size() < MAX_NODES ? leaf : null;
        for (int asked = 0; asked < plansAsked && next != null; asked++) {
            int older = leaves.size() - 1;
            expand(next);
            next =
                    leaves.subList(Math.min(older, leaves.size()), leaves.size()).stream()
                            .findFirst()
                            .orElse(null);
        }
        refresh();
    }

    private void expand(Leaf leaf) {
        leaves.remove(leaf);
        BitSet on = (BitSet) all.clone();
        on.andNot(leaf.without);
        add(leaf, costs.cost(statement, on));
    }

    /** Expands what can be without asking the planner. */
    private void expandKnown() {
        boolean more = true;
        while (more) {
            more = false;
            for (Leaf leaf : List.copyOf(leaves)) {
                BitSet on = (BitSet) all.clone();
                on.andNot(leaf.without);
                Costed known = costs.known(statement, on).orElse(null);
                if (known != null) {
                    leaves.remove(leaf);
                    add(leaf, known);
                    more = true;
                }
            }
        }
    }

    private void add(Leaf leaf, Costed costed) {
        BitSet used = costed.used();
        plans.add(new Known(used, weight * costed.cost()));
        if (costed.cost() >= before * NO_HELP) {
            return;
        }
        for (int option = used.nextSetBit(0); option >= 0; option = used.nextSetBit(option + 1)) {
            BitSet without = (BitSet) leaf.without.clone();
            without.set(option);
            if (seen.add(without)) {
                leaves.add(new Leaf(without, Math.max(weight * costed.cost(), atLeast(without))));
            }
        }
    }

    static boolean isSubset(BitSet small, BitSet large) {
        for (int i = small.nextSetBit(0); i >= 0; i = small.nextSetBit(i + 1)) {
            if (!large.get(i)) {
                return false;
            }
        }
        return true;
    }
}
