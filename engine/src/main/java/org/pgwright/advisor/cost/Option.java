package org.pgwright.advisor.cost;

import org.pgwright.planner.HypotheticalIndex;

/**
 * A candidate that the planner can switch on.
 *
 * @param index its id is what sets of options hold
 * @param charge what the workload's writes pay for it
 */
public record Option(HypotheticalIndex index, Upkeep.Charge charge) {
    public int id() {
        return index.id();
    }

    /** The weighted cost that the workload's writes pay for it. */
    public double upkeep() {
        return charge.cost();
    }

    /** Estimated. */
    public long bytes() {
        return index.size().count();
    }
}
