package org.pgwright.advisor;

import org.pgwright.advisor.cost.Exploration;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.catalog.IndexDefinition;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** For each explored statement the options that help it. */
final class Shortlists {
    private final StatementCosts costs;
    private final Map<Integer, BitSet> useful = new LinkedHashMap<>();
    private final Map<Integer, BitSet> best = new LinkedHashMap<>();
    private final Set<BitSet> bundles = new LinkedHashSet<>();

    Shortlists(StatementCosts costs) {
        this.costs = costs;
    }

    void add(int statement, Exploration.Found found) {
        useful.computeIfAbsent(statement, s -> new BitSet()).or(found.useful());
        bundles.addAll(found.plans());
        found.plans().stream().findFirst().ifPresent(plan -> best.put(statement, plan));
    }

    /** The options that help a statement. */
    BitSet of(int statement) {
        return (BitSet) useful.getOrDefault(statement, new BitSet()).clone();
    }

    /** All options that help a statement. */
    BitSet all() {
        BitSet all = new BitSet();
        useful.values().forEach(all::or);
        return all;
    }

    /** What each statement would choose for itself. */
    Collection<BitSet> best() {
        return best.values();
    }

    /** Options that plans used together. */
    Set<BitSet> bundles() {
        return bundles;
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
     * For each statement those of further options that it may well use: they start like one that
     * helps it, and have all its columns or no others.
     */
    Map<Integer, BitSet> resembling(Collection<Option> further, IntFunction<Option> byId) {
        Map<Integer, BitSet> resembling = new HashMap<>();
        useful.forEach(
                (statement, options) -> {
                    BitSet alike = new BitSet();
                    for (Option other : further) {
                        if (options.stream().mapToObj(byId).anyMatch(o -> isAlike(o, other))) {
                            alike.set(other.id());
                        }
                    }
                    resembling.put(statement, alike);
                });
        return resembling;
    }

    private static boolean isAlike(Option option, Option other) {
        IndexDefinition one = option.index().definition();
        IndexDefinition two = other.index().definition();
        List<String> columns = one.columns();
        List<String> others = two.columns();
        return one.table().equals(two.table())
                && columns.getFirst().equals(others.getFirst())
                && (others.containsAll(columns) || columns.containsAll(others));
    }

    /** Lists further options for each statement. */
    void add(Map<Integer, BitSet> further) {
        further.forEach(
                (statement, options) ->
                        useful.computeIfAbsent(statement, s -> new BitSet()).or(options));
    }
}
