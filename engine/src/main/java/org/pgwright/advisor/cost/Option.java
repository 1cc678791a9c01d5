package org.pgwright.advisor.cost;

import org.pgwright.planner.HypotheticalIndex;

/**
 * A candidate that the planner can switch on.
 *
 * @param index its id is what sets of options hold
 * @param upkeep the weighted cost that the workload's writes pay for it
 */
public record Option(HypotheticalIndex index, double upkeep) {
    public int id() {
        return index.id();
    }

    /** Estimated. */
    public long bytes() {
        return index.size().count();
    }
}
