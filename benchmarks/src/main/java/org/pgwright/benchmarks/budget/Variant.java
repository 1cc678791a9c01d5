package org.pgwright.benchmarks.budget;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.planner.WhatIfPlanner;

/**
 * What the advisor is allowed, and how its indexes are weighed.
 *
 * @param twoColumns whether it may only use what the reference advisors could
 * @param hypoPgSizes whether budgets are in HypoPG's sizes, else in those of what would be built
 */
public record Variant(boolean twoColumns, boolean hypoPgSizes) {
    WhatIfPlanner over(WhatIfPlanner planner, CatalogLookup lookup) {
        WhatIfPlanner sized = hypoPgSizes ? new HypoPgSizes(planner, lookup) : planner;
        return twoColumns ? new TwoColumns(sized) : sized;
    }

    @Override
    public String toString() {
        return (twoColumns ? "two columns" : "any index")
                + (hypoPgSizes ? ", HypoPG's sizes" : ", real sizes");
    }
}
