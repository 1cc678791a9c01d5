package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.StatementCosts;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Works out what sets of options come to, from the last set and what changed. */
public final class Evaluation {
    /**
     * What storage is priced at: indexes as large as all the tables together count as much as this
     * share of the cost that is left when every option is made. So low that it decides only between
     * options that gain about the same.
     */
    private static final double PRICE_OF_STORAGE = 0.01;

    private final StatementCosts costs;
    private final List<Integer> statements;
    private final Map<Integer, Option> options = new TreeMap<>();
    private final double pricePerByte;

    /**
     * @param statements the numbers of those that count
     * @param tableBytes the size of all the tables that the workload uses
     */
    public Evaluation(
            StatementCosts costs,
            List<Integer> statements,
            Iterable<Option> options,
            long tableBytes) {
        this.costs = costs;
        this.statements = List.copyOf(statements);
        options.forEach(option -> this.options.put(option.id(), option));
        double floor = statements.stream().mapToDouble(s -> weight(s) * costs.lowest(s)).sum();
        this.pricePerByte = PRICE_OF_STORAGE * floor / Math.max(1, tableBytes);
    }

    private double weight(int statement) {
        return costs.statement(statement).calls();
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

    /** The same standing with other options. */
    public Standing change(Standing from, BitSet to) {
        BitSet changed = (BitSet) from.options().clone();
        changed.xor(to);
        boolean onlyMore = !changed.intersects(from.options());
        double[] of = new double[statements.size()];
        for (int i = 0; i < of.length; i++) {
            int statement = statements.get(i);
            of[i] = from.cost(i);
            boolean atBest = onlyMore && of[i] <= weight(statement) * costs.lowest(statement);
            if (!atBest && isTouched(statement, changed)) {
                of[i] = weight(statement) * costs.cost(statement, to).cost();
            }
        }
        return standing(to, of);
    }

    private boolean isTouched(int statement, BitSet changed) {
        return changed.stream().anyMatch(option -> costs.isRelevant(option, statement));
    }

    /** The most that options could gain, were each statement to reach its lowest cost. */
    double mostGain(Standing from, BitSet added) {
        double gain = 0;
        for (int i = 0; i < statements.size(); i++) {
            int statement = statements.get(i);
            if (isTouched(statement, added)) {
                gain += from.cost(i) - weight(statement) * costs.lowest(statement);
            }
        }
        return Math.max(0, gain);
    }

    long bytes(BitSet set) {
        return set.stream().mapToLong(o -> option(o).bytes()).sum();
    }

    private Standing standing(BitSet set, double[] of) {
        double upkeep = set.stream().mapToDouble(o -> option(o).upkeep()).sum();
        long bytes = bytes(set);
        return new Standing(set, of, upkeep, pricePerByte * bytes, bytes);
    }
}
