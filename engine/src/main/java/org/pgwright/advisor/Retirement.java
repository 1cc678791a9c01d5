package org.pgwright.advisor;

import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.existing.ExistingIndexes;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.Suspect;
import org.pgwright.advisor.existing.Suspects;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.workload.Workload;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a workload says of indexes that seem to be needless.
 *
 * @param drops those that no statement would miss, each beside those before it
 * @param kept the others, with the reason
 * @param statements that could be planned
 * @param skipped those that could not though they use tables, of which nothing is known
 */
public record Retirement(
        List<IndexChange> drops,
        List<IndexChange.Kept> kept,
        int statements,
        List<Workload.Skipped> skipped) {
    public Retirement {
        drops = List.copyOf(drops);
        kept = List.copyOf(kept);
        skipped = List.copyOf(skipped);
    }

    /** The two seams to PostgreSQL. */
    public record Seams(StatementAnalyzer analyzer, WhatIfPlanner planner) {}

    /**
     * Tries to do without them.
     *
     * @param suspects the surest first
     * @throws PgwrightException whatever the planner throws when it fails altogether
     */
    public static Retirement of(
            CatalogLookup lookup,
            Workload workload,
            List<Suspect> suspects,
            Seams seams,
            Asked asked) {
        PreparedWorkload prepared =
                PreparedWorkload.prepare(lookup, workload, seams.analyzer(), asked.progress());
        PlannedWorkload planned = PlannedWorkload.plan(prepared, seams.planner(), asked.progress());
        asked.progress().step("Trying to do without indexes", 0, 0);
        ExistingIndexes.Proposed proposed =
                Suspects.without(lookup, planned, suspects, seams.planner(), asked.enough());
        return new Retirement(
                proposed.changes(),
                proposed.kept(),
                planned.statements().size(),
                planned.skipped().stream()
                        .filter(skipped -> !skipped.reason().equals(PreparedWorkload.NO_TABLE))
                        .toList());
    }

    /**
     * What is told meanwhile, and when it is to end.
     *
     * @param enough whether to try no more
     */
    public record Asked(Progress progress, BooleanSupplier enough) {}
}
