package org.pgwright.advisor.selection;

import java.util.BitSet;

/** A set of options with what it comes to. Never changes once made. */
public final class Standing {
    private final BitSet options;
    private final double[] costs;
    private final double total;
    private final double upkeep;
    private final double storage;
    private final long bytes;

    /**
     * @param costs of each statement, all its calls
     * @param upkeep what writes pay for the options
     * @param storage what their bytes are priced at
     */
    Standing(BitSet options, double[] costs, double upkeep, double storage, long bytes) {
        this.options = (BitSet) options.clone();
        this.costs = costs.clone();
        this.upkeep = upkeep;
        this.storage = storage;
        this.bytes = bytes;
        double sum = 0;
        for (double cost : costs) {
            sum += cost;
        }
        this.total = sum;
    }

    public BitSet options() {
        return (BitSet) options.clone();
    }

    /** The cost of all statements, all their calls. */
    public double total() {
        return total;
    }

    public long bytes() {
        return bytes;
    }

    /** What writes pay for the options. */
    double upkeep() {
        return upkeep;
    }

    /** What selection makes as small as it can. */
    public double price() {
        return total + upkeep + storage;
    }

    boolean has(int option) {
        return options.get(option);
    }

    int statements() {
        return costs.length;
    }

    /** Of a statement, by its place in the evaluation. */
    double cost(int place) {
        return costs[place];
    }

    /** Equal are standings with the same options. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Standing standing && options.equals(standing.options);
    }

    @Override
    public int hashCode() {
        return options.hashCode();
    }
}
