package org.pgwright.benchmarks.budget;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.AdviceRequest;
import org.pgwright.advisor.Advisor;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.benchmarks.schema.SampleQuery;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Advises on one snapshot under one budget after another, each time from a fresh twin. */
public final class BudgetTrial {
    private final Snapshot snapshot;
    private final CatalogLookup lookup;
    private final List<SampleQuery> queries;
    private final TwinOptions options;
    private final @Nullable WhatIfPlanner hypoPg;

    /**
     * @param queries the snapshot's workload, each called once
     * @param hypoPg on the snapshot's database, to cost the same indexes; null for none
     */
    public BudgetTrial(
            Snapshot snapshot,
            List<SampleQuery> queries,
            TwinOptions options,
            @Nullable WhatIfPlanner hypoPg) {
        this.snapshot = snapshot;
        this.lookup = new CatalogLookup(snapshot.catalog());
        this.queries = List.copyOf(queries);
        this.options = options;
        this.hypoPg = hypoPg;
    }

    /** Advises; the costs are those of the planner, asked again for the indexes recommended. */
    public BudgetResult run(Variant variant, @Nullable Bytes budget, Progress progress) {
        long begin = System.nanoTime();
        try (Twin twin =
                Twin.build(
                        snapshot.catalog(), snapshot.workload().statements(), options, progress)) {
            long started = System.nanoTime();
            WhatIfPlanner planner = variant.over(twin, lookup);
            Advice advice = new Advisor().advise(request(budget), twin, planner, progress);
            long advised = System.nanoTime();
            List<IndexDefinition> chosen =
                    advice.recommendations().stream().map(Recommendation::index).toList();
            return new BudgetResult(
                    variant,
                    budget == null ? null : budget.count(),
                    ratio(twin, chosen),
                    hypoPg == null || !variant.twoColumns() ? null : ratio(hypoPg, chosen),
                    Duration.ofNanos(started - begin),
                    Duration.ofNanos(advised - started),
                    advice.statistics().whatIfCalls(),
                    bytes(advice.recommendations().stream().map(Recommendation::size).toList()),
                    bytes(Offered.sizes(twin, chosen)),
                    shown(advice.recommendations()),
                    advice.rejected().stream()
                            .map(r -> r.definition() + ": " + r.reason())
                            .toList());
        }
    }

    private AdviceRequest request(@Nullable Bytes budget) {
        return new AdviceRequest(
                snapshot.catalog(), snapshot.workload(), new Budget(budget, null), TableFilter.ALL);
    }

    private double ratio(WhatIfPlanner planner, List<IndexDefinition> indexes) {
        return cost(planner, indexes) / cost(planner, List.of());
    }

    private double cost(WhatIfPlanner planner, List<IndexDefinition> indexes) {
        Configuration with = Configuration.of(Offered.ids(planner, indexes));
        return queries.stream()
                .mapToDouble(query -> planner.plan(query.plannable(), with).totalCost())
                .sum();
    }

    private static long bytes(List<Bytes> sizes) {
        return sizes.stream().mapToLong(Bytes::count).sum();
    }

    private static List<String> shown(List<Recommendation> recommendations) {
        List<String> shown = new ArrayList<>();
        for (Recommendation each : recommendations) {
            shown.add("%s: %s".formatted(each.index().shownAfterName(), each.size().shown()));
        }
        return shown;
    }
}
