package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.StatementCosts.Costed;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What a statement costs at least under every set of options, as far as it has been found out.
 *
 * <p>With all options on, a plan uses some of them. Every set that has these costs as much; every
 * other set lacks one of them, so it costs at least what the plan without that one costs, and so
 * on. A node is a plan with some options left out. Its leaves leave out one more: either the set
 * has another option of the same table in its place, or none of that table at all. A leaf that was
 * not asked for yet costs at least what its parent costs.
 */
final class PlanTree {
    /** A statement with so many leaves is too tangled to be followed to the end. */
    private static final int MAX_LEAVES = 150;

    /** The rest of the way to the plan without options. */
    private static final double NO_HELP = 0.999;

    /**
     * A plan that every set has which has what it needs.
     *
     * @param cost of all calls
     */
    record Known(BitSet needed, double cost) {}

    /**
     * Sets that lack some options and have at least one of a group; their plans are not known.
     *
     * @param group empty where nothing is known that they have
     * @param atLeast of all calls
     */
    record Leaf(BitSet without, BitSet group, double atLeast) {}

    private final StatementCosts costs;
    private final int statement;
    private final BitSet all;
    private final IntFunction<BitSet> onTableOf;
    private final double weight;
    private final double before;
    private final List<Known> plans = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();
    private final Set<BitSet> seen = new HashSet<>();
    private int taken;

    /**
     * @param all the options that there are; asks for the plan with all of them
     * @param onTableOf all options of an option's table, with it
     */
    PlanTree(StatementCosts costs, int statement, BitSet all, IntFunction<BitSet> onTableOf) {
        this.costs = costs;
        this.statement = statement;
        this.all = costs.restricted(statement, all);
        this.onTableOf = onTableOf;
        this.weight = costs.statement(statement).calls();
        this.before = costs.costBefore(statement);
        plans.add(new Known(new BitSet(), weight * before));
        add(new BitSet(), costs.cost(statement, this.all));
        refresh();
    }

    /** Takes up what has been asked for meanwhile. */
    void refresh() {
        expandKnown();
        leaves.replaceAll(
                leaf ->
                        new Leaf(
                                leaf.without(),
                                leaf.group(),
                                Math.max(leaf.atLeast(), atLeast(leaf.without()))));
        List<Costed> asked = costs.asked(statement);
        for (; taken < asked.size(); taken++) {
            Costed costed = asked.get(taken);
            if (isSubset(costed.used(), all)) {
                plans.add(new Known(costed.used(), weight * costed.cost()));
            }
        }
        prune();
    }

    /** By every plan that had more to choose from. */
    private double atLeast(BitSet without) {
        return weight * costs.atLeast(statement, rest(without));
    }

    private BitSet rest(BitSet without) {
        BitSet on = (BitSet) all.clone();
        on.andNot(without);
        return on;
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

    /** Asks for the plan of a leaf, unless the tree is large enough. */
    void expand(Leaf leaf) {
        if (leaves.size() < MAX_LEAVES && leaves.remove(leaf)) {
            add(leaf.without, costs.cost(statement, rest(leaf.without)));
        }
    }

    /** Expands what can be without asking the planner. */
    private void expandKnown() {
        boolean more = true;
        while (more && leaves.size() < MAX_LEAVES) {
            more = false;
            for (Leaf leaf : List.copyOf(leaves)) {
                Costed known = costs.known(statement, rest(leaf.without)).orElse(null);
                if (known != null && leaves.size() < MAX_LEAVES) {
                    leaves.remove(leaf);
                    add(leaf.without, known);
                    more = true;
                }
            }
        }
    }

    private void add(BitSet without, Costed costed) {
        BitSet used = costed.used();
        double cost = weight * costed.cost();
        plans.add(new Known(used, cost));
        if (costed.cost() >= before * NO_HELP) {
            return;
        }
        for (int option = used.nextSetBit(0); option >= 0; option = used.nextSetBit(option + 1)) {
            BitSet one = (BitSet) without.clone();
            one.set(option);
            BitSet others = onTableOf.apply(option);
            others.and(rest(one));
            if (!others.isEmpty()) {
                add(one, others, cost);
            }
            one = (BitSet) one.clone();
            one.or(others);
            add(one, new BitSet(), cost);
        }
    }

    private void add(BitSet without, BitSet group, double atLeast) {
        if (seen.add(without)) {
            leaves.add(new Leaf(without, group, Math.max(atLeast, atLeast(without))));
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
