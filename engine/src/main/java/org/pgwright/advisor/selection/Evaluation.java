package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Workers;
import org.pgwright.catalog.QualifiedName;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Works out what sets of options come to, from the last set and what changed. */
public final class Evaluation {
    private static final BitSet NONE = new BitSet();

    private final StatementCosts costs;
    private final List<Integer> statements;
    private final Map<Integer, Option> options = new TreeMap<>();

    /** For each option the others that serve as well. */
    private final Map<Integer, BitSet> servers = new HashMap<>();

    /** For each option the statements that it can change, by their place in the list. */
    private final Map<Integer, BitSet> touched = new HashMap<>();

    private final EndedUpdates ended = new EndedUpdates();
    private final Prices prices;
    private final Workers workers;

    /**
     * @param statements the numbers of those that count
     * @param workers that ask the planner
     */
    public Evaluation(
            StatementCosts costs,
            List<Integer> statements,
            Iterable<Option> options,
            Prices prices,
            Workers workers) {
        this.costs = costs;
        this.workers = workers;
        this.statements = List.copyOf(statements);
        know(options);
        this.prices = prices;
    }

    private double weight(int statement) {
        return costs.statement(statement).calls();
    }

    /** Makes further options known, and what statements they can change by now. */
    public void know(Iterable<Option> further) {
        Set<QualifiedName> tables = new HashSet<>();
        for (Option option : further) {
            options.put(option.id(), option);
            ended.know(option);
            tables.add(tableOf(option));
        }
        for (List<Option> same : byTable(tables)) {
            same.forEach(option -> servers.put(option.id(), thatServe(option, same)));
        }
        for (Option option : options.values()) {
            touched.put(option.id(), touchedBy(option));
        }
    }

    private static QualifiedName tableOf(Option option) {
        return option.index().definition().table();
    }

    private Collection<List<Option>> byTable(Set<QualifiedName> tables) {
        return options.values().stream()
                .filter(option -> tables.contains(tableOf(option)))
                .collect(Collectors.groupingBy(Evaluation::tableOf))
                .values();
    }

    private static BitSet thatServe(Option option, List<Option> same) {
        BitSet others = new BitSet();
        for (Option other : same) {
            if (other.id() != option.id()
                    && option.index().definition().isServedBy(other.index().definition())) {
                others.set(other.id());
            }
        }
        return others;
    }

    private BitSet touchedBy(Option option) {
        BitSet places = new BitSet();
        for (int i = 0; i < statements.size(); i++) {
            places.set(i, costs.isRelevant(option.id(), statements.get(i)));
        }
        return places;
    }

    Option option(int id) {
        Option option = options.get(id);
        if (option == null) {
            throw new IllegalArgumentException("unknown option " + id);
        }
        return option;
    }

    /** No option made. */
    public Standing none() {
        double[] of = new double[statements.size()];
        for (int i = 0; i < of.length; i++) {
            of[i] = weight(statements.get(i)) * costs.costBefore(statements.get(i));
        }
        return standing(new BitSet(), of);
    }

    public Standing with(Standing from, int option) {
        BitSet to = (BitSet) from.options().clone();
        to.set(option);
        return change(from, to);
    }

    public Standing without(Standing from, int option) {
        BitSet to = (BitSet) from.options().clone();
        to.clear(option);
        return change(from, to);
    }

    /** The same standing with other options; asks the planner side by side. */
    public Standing change(Standing from, BitSet to) {
        BitSet changed = from.options();
        changed.xor(to);
        double[] of = new double[statements.size()];
        for (int i = 0; i < of.length; i++) {
            of[i] = from.cost(i);
        }
        int[] open = touched(changed).stream().toArray();
        workers.each(
                open.length,
                i -> {
                    int statement = statements.get(open[i]);
                    of[open[i]] = weight(statement) * costs.cost(statement, to).cost();
                });
        return standing(to, of);
    }

    /** What further options would gain at least, by what is known; never asks the planner. */
    public double knownGain(Standing from, BitSet added) {
        BitSet to = from.options();
        to.or(added);
        BitSet fresh = (BitSet) added.clone();
        fresh.andNot(from.options());
        double gain = upkeep(from.options()) - upkeep(to) - storage(fresh);
        BitSet open = touched(fresh);
        for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
            int statement = statements.get(i);
            double after = weight(statement) * costs.atMost(statement, to);
            gain += Math.max(0, from.cost(i) - after);
        }
        return gain;
    }

    /** The places of the statements that some options can change. */
    BitSet touched(BitSet changed) {
        BitSet places = new BitSet();
        for (int o = changed.nextSetBit(0); o >= 0; o = changed.nextSetBit(o + 1)) {
            places.or(touched.getOrDefault(o, NONE));
        }
        return places;
    }

    /** Options that serve all that another does. */
    BitSet serversOf(int option) {
        return servers.getOrDefault(option, NONE);
    }

    /** The numbers of the statements that make at least a share of the price of a standing. */
    public List<Integer> thatMake(double share, Standing standing) {
        return IntStream.range(0, statements.size())
                .filter(place -> standing.cost(place) >= share * standing.price())
                .mapToObj(statements::get)
                .toList();
    }

    /** The numbers of the statements that count. */
    public List<Integer> statements() {
        return statements;
    }

    /** What writes pay for an option beside whatever others, and its storage. */
    double priceOf(int option) {
        return option(option).parts().always() + storage(only(option));
    }

    /** What writes pay beside that. */
    EndedUpdates ended() {
        return ended;
    }

    static BitSet only(int option) {
        BitSet set = new BitSet();
        set.set(option);
        return set;
    }

    private long bytes(BitSet set) {
        return set.stream().mapToLong(o -> option(o).bytes()).sum();
    }

    private double upkeep(BitSet set) {
        return set.stream().mapToDouble(o -> option(o).parts().always()).sum() + ended.of(set);
    }

    private double storage(BitSet set) {
        return prices.perByte() * bytes(set) + prices.perOption() * set.cardinality();
    }

    private Standing standing(BitSet set, double[] of) {
        return new Standing(set, of, upkeep(set), storage(set), bytes(set));
    }
}
