package org.pgwright.advisor.cost;

import org.pgwright.advisor.cost.StatementCosts.Costed;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the options that help statements, each statement by itself.
 *
 * <p>With everything on, the planner picks what is best for a statement; without that, the next
 * best, and so on for a few rounds; then each option alone, as long as the plans that may be asked
 * for last. What none of these plans used is of no use to the statement.
 */
public final class Exploration {
    /** A statement has to become cheaper by this share for an option to count as useful to it. */
    private static final double MIN_GAIN = 0.01;

    /** How often what the planner picked is taken away. */
    private static final int ROUNDS = 4;

    /** More at once make planning slow: bitmaps of all combinations are considered. */
    private static final int AT_ONCE = 32;

    private final StatementCosts costs;

    public Exploration(StatementCosts costs) {
        this.costs = costs;
    }

    /**
     * What helps a statement.
     *
     * @param useful every option that does
     * @param plans what its best plan uses, then what the next best without that uses, and so on
     */
    public record Found(BitSet useful, List<BitSet> plans) {
        /** Nothing helps it, or it was not explored. */
        public static final Found NOTHING = new Found(new BitSet(), List.of());

        public Found {
            plans = List.copyOf(plans);
        }
    }

    /**
     * @param options those to try; ones that its plans hardly use are left aside
     * @param alone those to try alone too
     */
    public Found explore(int statement, BitSet options, BitSet alone) {
        BitSet rest = (BitSet) options.clone();
        rest.and(costs.promisingFor(statement));
        BitSet useful = new BitSet();
        if (rest.isEmpty()) {
            return new Found(useful, List.of());
        }
        BitSet best = tournament(statement, rest);
        if (!helps(statement, costs.cost(statement, best))) {
            return new Found(useful, List.of());
        }
        useful.or(best);
        List<BitSet> plans = new ArrayList<>(List.of(best));
        plans.addAll(variants(statement, rest, best));
        plans.forEach(useful::or);
        BitSet next = best;
        for (int round = 0; round < ROUNDS; round++) {
            rest.andNot(next);
            next = rest.isEmpty() ? new BitSet() : tournament(statement, rest);
            if (next.isEmpty() || !helps(statement, costs.cost(statement, next))) {
                break;
            }
            useful.or(next);
            plans.add(next);
        }
        BitSet single = costs.promisingFor(statement);
        single.and(options);
        single.and(alone);
        single.stream().filter(o -> helpsAlone(statement, o)).forEach(useful::set);
        return new Found(useful, plans);
    }

    /**
     * Finds out what a statement uses of further options beside others, then what without that, and
     * so on for a few rounds.
     */
    public void beside(int statement, BitSet others, BitSet further) {
        BitSet rest = costs.restricted(statement, further);
        for (int round = 0; round < ROUNDS && !rest.isEmpty(); round++) {
            BitSet used = new BitSet();
            for (BitSet group : groups(rest)) {
                group.or(others);
                used.or(costs.cost(statement, group).used());
            }
            if (!used.intersects(rest)) {
                break;
            }
            rest.andNot(used);
        }
    }

    /** Of a plan that uses several options, what takes the place of each. */
    private List<BitSet> variants(int statement, BitSet options, BitSet best) {
        if (best.cardinality() < 2) {
            return List.of();
        }
        return best.stream()
                .mapToObj(
                        option -> {
                            BitSet others = (BitSet) options.clone();
                            others.clear(option);
                            return tournament(statement, others);
                        })
                .filter(variant -> helps(statement, costs.cost(statement, variant)))
                .toList();
    }

    /** What the best plan uses when all are on; of many, what it uses of each group's winners. */
    private BitSet tournament(int statement, BitSet options) {
        List<BitSet> groups = groups(options);
        BitSet winners = new BitSet();
        groups.forEach(group -> winners.or(costs.cost(statement, group).used()));
        return groups.size() == 1 ? winners : costs.cost(statement, winners).used();
    }

    private static List<BitSet> groups(BitSet options) {
        List<BitSet> groups = new ArrayList<>();
        BitSet group = new BitSet();
        for (int o = options.nextSetBit(0); o >= 0; o = options.nextSetBit(o + 1)) {
            group.set(o);
            if (group.cardinality() == AT_ONCE) {
                groups.add(group);
                group = new BitSet();
            }
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private boolean helpsAlone(int statement, int option) {
        BitSet alone = new BitSet();
        alone.set(option);
        return helps(statement, costs.cost(statement, alone));
    }

    private boolean helps(int statement, Costed costed) {
        return costed.cost() < costs.costBefore(statement) * (1 - MIN_GAIN);
    }
}
