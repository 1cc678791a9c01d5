package org.pgwright.benchmarks.built;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.AdviceRequest;
import org.pgwright.advisor.Advisor;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.benchmarks.budget.Offered;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.Workload;

import java.util.List;

/** Advises on a snapshot, and predicts what indexes will do, on one twin of it. */
public final class TwinAdvice implements AutoCloseable {
    private final Snapshot snapshot;
    private final Twin twin;
    private final List<WeightedQuery> queries;

    /**
     * @param snapshot with the workload to advise on
     * @param queries what is predicted on
     */
    public TwinAdvice(Snapshot snapshot, TwinOptions options, List<WeightedQuery> queries) {
        this.snapshot = snapshot;
        this.twin =
                Twin.build(
                        snapshot.catalog(),
                        snapshot.workload().statements(),
                        options,
                        Progress.NONE);
        this.queries = List.copyOf(queries);
    }

    /** What is advised without a limit. */
    public Advice advice(Progress progress) {
        return advice(Budget.UNLIMITED, progress);
    }

    private Advice advice(Budget budget, Progress progress) {
        return new Advisor()
                .advise(
                        new AdviceRequest(
                                snapshot.catalog(), snapshot.workload(), budget, TableFilter.ALL),
                        twin,
                        twin,
                        progress);
    }

    /** What is recommended within a budget. */
    public IndexSet advised(String name, Budget budget, Progress progress) {
        return predicted(
                name,
                advice(budget, progress).recommendations().stream()
                        .map(Recommendation::index)
                        .toList());
    }

    /** Indexes with what the twin says of them. */
    public IndexSet predicted(String name, List<IndexDefinition> indexes) {
        Configuration with = Configuration.of(Offered.ids(twin, indexes));
        double cost =
                queries.stream()
                        .mapToDouble(q -> q.weight() * twin.plan(q.plannable(), with).totalCost())
                        .sum();
        long bytes = Offered.sizes(twin, indexes).stream().mapToLong(Bytes::count).sum();
        return new IndexSet(name, indexes, new Prediction(cost, bytes));
    }

    /** What the advisor thinks that writes pay for indexes, all of them together. */
    public Upkeep.Charge charge(List<WeightedQuery> writes, List<IndexDefinition> indexes) {
        return upkeep(writes).together(made(indexes));
    }

    /** What the advisor thinks that writes cost as it is, in units of the planner. */
    public double costBefore(List<WeightedQuery> writes) {
        return upkeep(writes).costBefore();
    }

    private List<HypotheticalIndex> made(List<IndexDefinition> indexes) {
        return twin.offer(indexes).stream()
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

    private Upkeep upkeep(List<WeightedQuery> writes) {
        CatalogLookup lookup = new CatalogLookup(snapshot.catalog());
        Workload workload =
                new Workload(writes.stream().map(WeightedQuery::statement).toList(), List.of());
        PreparedWorkload prepared = PreparedWorkload.prepare(lookup, workload, twin, Progress.NONE);
        return new Upkeep(lookup, PlannedWorkload.plan(prepared, twin, Progress.NONE).statements());
    }

    @Override
    public void close() {
        twin.close();
    }
}
