package org.pgwright.advisor;

import org.pgwright.advisor.cost.Exploration;
import org.pgwright.advisor.cost.StatementCosts;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For each explored statement the options that help it. */
final class Shortlists {
    private final StatementCosts costs;
    private final Map<Integer, BitSet> useful = new LinkedHashMap<>();
    private final Map<Integer, BitSet> best = new LinkedHashMap<>();

    Shortlists(StatementCosts costs) {
        this.costs = costs;
    }

    void add(int statement, Exploration.Found found) {
        useful.computeIfAbsent(statement, s -> new BitSet()).or(found.useful());
        found.plans().stream().findFirst().ifPresent(plan -> best.put(statement, plan));
    }

    /** All options that help a statement. */
    BitSet all() {
        BitSet all = new BitSet();
        useful.values().forEach(all::or);
        return all;
    }

    /** The options that help a statement. */
    BitSet of(int statement) {
        return (BitSet) useful.getOrDefault(statement, new BitSet()).clone();
    }

    /** What a statement would choose for itself. */
    BitSet best(int statement) {
        return (BitSet) best.getOrDefault(statement, new BitSet()).clone();
    }

    /** What the statements would choose, each for itself. */
    BitSet best() {
        BitSet all = new BitSet();
        best.values().forEach(all::or);
        return all;
    }

    /** The options, those that help the costliest statements first. */
    List<Integer> byWorth() {
        Map<Integer, Double> worth = new HashMap<>();
        useful.forEach(
                (statement, options) -> {
                    double gain =
                            costs.statement(statement).calls()
                                    * (costs.costBefore(statement) - costs.lowest(statement));
                    options.stream().forEach(option -> worth.merge(option, gain, Double::sum));
                });
        return worth.entrySet().stream()
                .sorted(
                        Map.Entry.<Integer, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Has only what is listed for a statement count in its costs. */
    void apply() {
        useful.forEach(costs::consider);
    }

    /**
     * Lists further options for every statement that one of their parents helps.
     *
     * @param parents by option
     */
    void add(Map<Integer, BitSet> parents) {
        for (BitSet options : useful.values()) {
            BitSet before = (BitSet) options.clone();
            parents.forEach(
                    (option, some) -> {
                        if (some.intersects(before)) {
                            options.set(option);
                        }
                    });
        }
    }
}
