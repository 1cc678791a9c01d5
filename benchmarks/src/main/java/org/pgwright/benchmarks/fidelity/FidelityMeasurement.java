package org.pgwright.benchmarks.fidelity;

import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.SampleQuery;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares a what-if planner with the real server, for all queries and indexes of a sample: first
 * the plans as things are, then, one index at a time, the plans under the index, built in reality.
 */
public final class FidelityMeasurement {
    private final SampleDatabase sample;
    private final MonitoredDatabase monitored;
    private final WhatIfPlanner planner;
    private final PlanComparison comparison;
    private final Map<String, Set<String>> ancestors = new HashMap<>();

    private final List<FidelityResult.Pair> pairs = new ArrayList<>();
    private final List<FidelityResult.Size> sizes = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();
    private int identical;

    /**
     * @param catalog of the monitored database
     */
    public FidelityMeasurement(
            SampleDatabase sample,
            MonitoredDatabase monitored,
            Catalog catalog,
            WhatIfPlanner planner) {
        this.sample = sample;
        this.monitored = monitored;
        this.planner = planner;
        this.comparison = PlanComparison.on(catalog);
        for (Table table : catalog.tables()) {
            ancestors.put(table.name().name(), ancestorsOf(table.name(), catalog));
        }
    }

    /** Measures; builds indexes on the monitored server and drops them again. */
    public FidelityResult run(Progress progress) throws SQLException {
        Map<SampleQuery, Plan> before = existing(progress);
        List<IndexDefinition> indexes = sample.indexes();
        List<Offer> offers = planner.offer(indexes);
        for (int done = 0; done < offers.size(); done++) {
            progress.step("Trying indexes", done, offers.size());
            switch (offers.get(done)) {
                case Offer.Refused(IndexDefinition definition, String reason) ->
                        refused.add(definition.shownAfterName() + ": " + reason);
                case Offer.Made(HypotheticalIndex index) -> tryOut(index, before);
            }
        }
        return new FidelityResult(before.size(), identical, pairs, sizes, refused, deviations);
    }

    private Map<SampleQuery, Plan> existing(Progress progress) throws SQLException {
        Map<SampleQuery, Plan> plans = new LinkedHashMap<>();
        for (SampleQuery query : sample.queries()) {
            progress.step("Planning the queries", plans.size(), sample.queries().size());
            Plan real = monitored.plan(query);
            Plan twin = planner.plan(query.plannable(), Configuration.EXISTING);
            plans.put(query, real);
            if (comparison.sameShape(real, twin) && PlanComparison.sameCost(real, twin)) {
                identical++;
            } else {
                deviations.add(deviation("as is", query, real, twin));
            }
        }
        return plans;
    }

    private void tryOut(HypotheticalIndex index, Map<SampleQuery, Plan> before)
            throws SQLException {
        IndexDefinition definition = index.definition();
        long built = monitored.build(definition);
        try {
            size(index, built);
            Configuration with = Configuration.EXISTING.with(index.id());
            for (Map.Entry<SampleQuery, Plan> query : before.entrySet()) {
                if (concerns(query.getValue(), definition.table())) {
                    pair(definition, query.getKey(), with);
                }
            }
        } finally {
            monitored.drop(definition);
        }
    }

    private void size(HypotheticalIndex index, long built) {
        IndexDefinition definition = index.definition();
        FidelityResult.Size size =
                new FidelityResult.Size(definition.method(), index.size().count(), built);
        sizes.add(size);
        deviations.add(
                "size %s: estimated %d, built %d, off by %.1f %%"
                        .formatted(
                                definition.shownAfterName(),
                                size.estimated(),
                                built,
                                100 * size.error()));
    }

    private void pair(IndexDefinition index, SampleQuery query, Configuration with)
            throws SQLException {
        Plan real = monitored.plan(query);
        Plan twin = planner.plan(query.plannable(), with);
        boolean used = comparison.usesTried(real) || comparison.usesTried(twin);
        boolean same = comparison.sameShape(real, twin);
        double ratio = ratio(twin.totalCost(), real.totalCost());
        pairs.add(new FidelityResult.Pair(used, same, ratio));
        if (!same || !PlanComparison.sameCost(real, twin)) {
            deviations.add(deviation(index.shownAfterName(), query, real, twin));
        }
    }

    private String deviation(String under, SampleQuery query, Plan real, Plan twin) {
        return "plan, %s, query %s: cost %.2f, twin %.2f (ratio %.4f)%s; %s"
                .formatted(
                        under,
                        query.name(),
                        real.totalCost(),
                        twin.totalCost(),
                        twin.totalCost() / real.totalCost(),
                        comparison.sameShape(real, twin) ? "" : " OTHER SHAPE",
                        comparison.firstDifference(real, twin));
    }

    private static double ratio(double one, double other) {
        if (one == other) {
            return 1;
        }
        return Math.max(one, other) / Math.max(Math.min(one, other), 0.01);
    }

    /** Whether the plan reads the table or one of its partitions, or what these are parts of. */
    private boolean concerns(Plan plan, QualifiedName table) {
        Set<String> read = new HashSet<>();
        plan.visit(
                node -> {
                    if (node.relation() != null) {
                        read.addAll(
                                ancestors.getOrDefault(
                                        node.relation().name(), Set.of(node.relation().name())));
                    }
                });
        return read.contains(table.name());
    }

    private static Set<String> ancestorsOf(QualifiedName table, Catalog catalog) {
        Set<String> all = new HashSet<>(Set.of(table.name()));
        for (Table candidate : catalog.tables()) {
            if (candidate.name().equals(table)) {
                candidate.parents().forEach(parent -> all.addAll(ancestorsOf(parent, catalog)));
            }
        }
        return all;
    }
}
