package org.pgwright.benchmarks.budget;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.util.List;

/** Indexes made known to a planner that has to be able to make them. */
public final class Offered {
    private Offered() {}

    /** Their ids, in order. */
    public static List<Integer> ids(WhatIfPlanner planner, List<IndexDefinition> definitions) {
        return indexes(planner, definitions).stream().map(HypotheticalIndex::id).toList();
    }

    /** Their sizes, in order. */
    public static List<Bytes> sizes(WhatIfPlanner planner, List<IndexDefinition> definitions) {
        return indexes(planner, definitions).stream().map(HypotheticalIndex::size).toList();
    }

    private static List<HypotheticalIndex> indexes(
            WhatIfPlanner planner, List<IndexDefinition> definitions) {
        return planner.offer(definitions).stream()
                .map(
                        offer ->
                                switch (offer) {
                                    case Offer.Made(HypotheticalIndex index) -> index;
                                    case Offer.Refused(IndexDefinition index, String reason) ->
                                            throw new IllegalStateException(
                                                    index.shownAfterName() + ": " + reason);
                                })
                .toList();
    }
}
