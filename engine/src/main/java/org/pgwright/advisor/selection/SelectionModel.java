package org.pgwright.advisor.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The choice as plain numbers: which plans each statement has, and what options take. */
final class SelectionModel {
    private final List<PlanTree> trees;
    private final List<Integer> options;
    private final double[] price;
    private final long[] bytes;
    private final double[] upkeep;
    private final Limits limits;

    /**
     * @param trees one a statement
     * @param options ids to choose from
     */
    SelectionModel(
            List<PlanTree> trees, List<Integer> options, Evaluation evaluation, Limits limits) {
        this.trees = List.copyOf(trees);
        this.options = List.copyOf(options);
        this.limits = limits;
        int ids = options.stream().mapToInt(option -> option + 1).max().orElse(0);
        this.price = new double[ids];
        this.bytes = new long[ids];
        this.upkeep = new double[ids];
        for (int option : options) {
            price[option] = evaluation.priceOf(option);
            bytes[option] = evaluation.option(option).bytes();
            upkeep[option] = evaluation.option(option).upkeep();
        }
    }

    List<PlanTree> trees() {
        return trees;
    }

    List<Integer> options() {
        return options;
    }

    Limits limits() {
        return limits;
    }

    /** All ids of options are below. */
    int ids() {
        return price.length;
    }

    /** What having an option costs. */
    double price(int option) {
        return price[option];
    }

    long bytes(int option) {
        return bytes[option];
    }

    /** What a set costs by the plans that are known. */
    double price(BitSet set) {
        double sum = priceOf(set);
        for (PlanTree tree : trees) {
            sum += tree.cost(set);
        }
        return sum;
    }

    /** What having a set's options costs. */
    double priceOf(BitSet set) {
        double sum = 0;
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            sum += price[i];
        }
        return sum;
    }

    long bytes(BitSet set) {
        long sum = 0;
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            sum += bytes[i];
        }
        return sum;
    }

    private double upkeep(BitSet set) {
        double sum = 0;
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
            sum += upkeep[i];
        }
        return sum;
    }

    boolean fits(BitSet set) {
        return limits.allow(set, bytes(set), upkeep(set));
    }

    /** What the plans need, each set of options once. */
    List<BitSet> bundles() {
        Set<BitSet> bundles = new LinkedHashSet<>();
        for (PlanTree tree : trees) {
            tree.plans().stream()
                    .map(PlanTree.Known::needed)
                    .filter(needed -> !needed.isEmpty())
                    .forEach(bundles::add);
        }
        return List.copyOf(bundles);
    }

    /** For each option, by its id, the places of the statements that have a plan with it. */
    List<BitSet> statementsByOption() {
        List<BitSet> places = new ArrayList<>();
        for (int place = 0; place < trees.size(); place++) {
            for (PlanTree.Known plan : trees.get(place).plans()) {
                for (int i = plan.needed().nextSetBit(0);
                        i >= 0;
                        i = plan.needed().nextSetBit(i + 1)) {
                    while (places.size() <= i) {
                        places.add(new BitSet());
                    }
                    places.get(i).set(place);
                }
            }
        }
        return places;
    }
}
