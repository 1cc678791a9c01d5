package org.pgwright.advisor.cost;

import org.pgwright.planner.HypotheticalIndex;

import java.util.List;

/**
 * A candidate that the planner can switch on.
 *
 * @param index its id is what sets of options hold
 * @param charge what the workload's writes pay for it where it is the only one
 * @param parts the same, taken apart for sums over several
 */
public record Option(HypotheticalIndex index, Upkeep.Charge charge, Parts parts) {
    /**
     * What an option costs among others.
     *
     * @param always paid beside whatever others
     * @param spared the updates of its table that may be heap-only
     */
    public record Parts(double always, List<Spared> spared) {
        public Parts {
            spared = List.copyOf(spared);
        }
    }

    /**
     * What an option is to updates.
     *
     * @param ends whether they are no longer heap-only with it
     * @param entries what they pay for its entries once they are not, whatever ended that
     */
    public record Spared(SparedUpdates updates, boolean ends, double entries) {}

    public int id() {
        return index.id();
    }

    /** The weighted cost that the workload's writes pay for it alone. */
    public double upkeep() {
        return charge.cost();
    }

    /** Estimated. */
    public long bytes() {
        return index.size().count();
    }
}
