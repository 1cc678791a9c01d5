package org.pgwright.benchmarks.fidelity;

import org.pgwright.benchmarks.schema.SampleQuery;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Measures how long a what-if call takes when many candidates are known and few are on. */
final class WhatIfSpeed {
    static final int CANDIDATES = 300;
    static final int ON = 5;

    private static final int WARM_UP = 300;
    private static final int CALLS = 2_000;
    private static final long SEED = 1;

    private WhatIfSpeed() {}

    /** The mean time of a call: {@value #ON} random candidates on, a plan, off again. */
    static Duration measure(WhatIfPlanner planner, Catalog catalog, List<SampleQuery> queries) {
        List<Integer> known = new ArrayList<>();
        for (Offer offer : planner.offer(candidates(catalog))) {
            if (offer instanceof Offer.Made made) {
                known.add(made.index().id());
            }
        }
        Random random = new Random(SEED);
        calls(planner, known, queries, random, WARM_UP);
        long start = System.nanoTime();
        calls(planner, known, queries, random, CALLS);
        return Duration.ofNanos((System.nanoTime() - start) / CALLS);
    }

    private static void calls(
            WhatIfPlanner planner,
            List<Integer> known,
            List<SampleQuery> queries,
            Random random,
            int count) {
        for (int call = 0; call < count; call++) {
            Collections.shuffle(known, random);
            SampleQuery query = queries.get(call % queries.size());
            planner.plan(query.plannable(), Configuration.of(known.subList(0, ON)));
        }
    }

    /** B-trees on one and on two columns of the tables, in turn over the tables. */
    private static List<IndexDefinition> candidates(Catalog catalog) {
        List<IndexDefinition> all = new ArrayList<>();
        for (Table table : catalog.tables()) {
            List<String> columns = table.columns().stream().map(Table.Column::name).toList();
            for (String first : columns) {
                all.add(IndexDefinition.btree(table.name(), List.of(first)));
                for (String second : columns) {
                    if (!second.equals(first)) {
                        all.add(IndexDefinition.btree(table.name(), List.of(first, second)));
                    }
                }
            }
        }
        Collections.shuffle(all, new Random(SEED));
        return all.subList(0, Math.min(CANDIDATES, all.size()));
    }
}
