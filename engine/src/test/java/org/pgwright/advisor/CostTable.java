package org.pgwright.advisor;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A planner that reads its answers from a table: for each text the plans that there are, each with
 * the indexes that it needs; the cheapest possible one wins.
 */
public final class CostTable implements WhatIfPlanner {
    private static final long BYTES_PER_COLUMN = 1_000_000;

    private final Map<String, List<Row>> rows = new HashMap<>();
    private final Map<IndexDefinition, HypotheticalIndex> offered = new LinkedHashMap<>();
    private final Map<IndexDefinition, Long> sizes = new HashMap<>();
    private long calls;

    private record Row(Set<IndexDefinition> needs, double cost, Plan plan) {}

    /** Without any index, the text costs this much. */
    public CostTable costs(String text, double cost) {
        return costs(text, cost, Set.of());
    }

    public CostTable costs(String text, double cost, Set<IndexDefinition> needs) {
        Plan plan = new Plan("Seq Scan", null, null, 0, cost, 1, 8, Map.of(), List.of());
        return plan(text, plan, needs);
    }

    /** A plan of the text; its costs and nodes are reported as they are. */
    public CostTable plan(String text, Plan plan, Set<IndexDefinition> needs) {
        rows.computeIfAbsent(text, t -> new ArrayList<>())
                .add(new Row(needs, plan.totalCost(), plan));
        return this;
    }

    public CostTable size(IndexDefinition index, long bytes) {
        sizes.put(index, bytes);
        return this;
    }

    public Set<IndexDefinition> offered() {
        return offered.keySet();
    }

    @Override
    public List<Offer> offer(List<IndexDefinition> definitions) {
        List<Offer> offers = new ArrayList<>();
        for (IndexDefinition definition : definitions) {
            long bytes =
                    sizes.getOrDefault(definition, definition.keys().size() * BYTES_PER_COLUMN);
            int id = offered.size();
            offers.add(
                    new Offer.Made(
                            offered.computeIfAbsent(
                                    definition,
                                    d -> new HypotheticalIndex(id, d, new Bytes(bytes), 1))));
        }
        return offers;
    }

    @Override
    public Plan plan(PlannableStatement statement, Configuration configuration) {
        calls++;
        Row best = null;
        for (Row row : rows.getOrDefault(statement.text(), List.of())) {
            boolean possible =
                    row.needs.stream()
                                    .allMatch(
                                            d ->
                                                    offered.containsKey(d)
                                                            && configuration
                                                                    .added()
                                                                    .contains(id(d)))
                            && !usesAny(row.plan, configuration.hidden());
            if (possible && (best == null || row.cost < best.cost)) {
                best = row;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no plan for " + statement.text());
        }
        return using(best);
    }

    private static boolean usesAny(Plan plan, Set<QualifiedName> hidden) {
        return plan.index() instanceof Plan.IndexName.Existing(QualifiedName name)
                && hidden.contains(name);
    }

    private int id(IndexDefinition definition) {
        return java.util.Objects.requireNonNull(offered.get(definition)).id();
    }

    private Plan using(Row row) {
        List<Plan> scans =
                row.needs.stream()
                        .map(
                                d ->
                                        new Plan(
                                                "Index Scan",
                                                d.table(),
                                                new Plan.IndexName.Hypothetical(id(d)),
                                                0,
                                                row.cost,
                                                1,
                                                8,
                                                Map.of(),
                                                List.of()))
                        .toList();
        if (scans.isEmpty()) {
            return row.plan;
        }
        return new Plan("Append", null, null, 0, row.cost, 1, 8, Map.of(), scans);
    }

    @Override
    public long calls() {
        return calls;
    }

    @Override
    public void close() {}
}
