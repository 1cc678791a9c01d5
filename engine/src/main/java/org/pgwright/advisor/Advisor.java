package org.pgwright.advisor;

import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.Workers;
import org.pgwright.advisor.existing.ExistingIndexes;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.NewIndex;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.WhatIfPlanner;

import java.util.function.BooleanSupplier;

/**
 * Works out which indexes would make a workload cheaper.
 *
 * <p>Asks the two seams only; reads no clock and no random numbers: the same request, analyser and
 * planner give the same advice, on however many processors.
 */
public final class Advisor {
    /** Statements that are planned in less time than a further session takes to open. */
    private static final int FEW = 5;

    /** Each takes memory and connections of a planner twin. */
    private static final int MAX_SESSIONS = 8;

    /**
     * The advice. A workload of which no statement can be advised on gives advice without
     * recommendations, and with the reasons.
     *
     * @throws PgwrightException USAGE if an included pattern names no table; whatever the planner
     *     throws when it fails altogether
     */
    public Advice advise(
            AdviceRequest request,
            StatementAnalyzer analyzer,
            WhatIfPlanner planner,
            Progress progress) {
        return advise(request, analyzer, planner, progress, () -> false);
    }

    /**
     * The same, with an end: once it has come, the advice is the best that was found until then.
     *
     * @param enough asked often, by several threads; whether the end has come
     */
    public Advice advise(
            AdviceRequest request,
            StatementAnalyzer analyzer,
            WhatIfPlanner planner,
            Progress progress,
            BooleanSupplier enough) {
        CatalogLookup lookup = new CatalogLookup(request.catalog());
        request.tables().requireKnownTables(lookup);
        PreparedWorkload prepared =
                PreparedWorkload.prepare(lookup, request.workload(), analyzer, progress);
        PlannedWorkload planned = PlannedWorkload.plan(prepared, planner, progress);
        int sessions = planned.statements().size() < FEW ? 1 : Math.min(MAX_SESSIONS, cores());
        try (Workers workers = new Workers(planner.openSessions(sessions))) {
            Consultation.Asking asking =
                    new Consultation.Asking(planner, workers, progress, enough);
            Advice advice = new Consultation(request, lookup, planned, asking).advice();
            progress.step("Looking at existing indexes", 0, 0);
            return withExisting(advice, request, lookup, planned, planner, enough);
        }
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static Advice withExisting(
            Advice advice,
            AdviceRequest request,
            CatalogLookup lookup,
            PlannedWorkload planned,
            WhatIfPlanner planner,
            BooleanSupplier enough) {
        ExistingIndexes.Proposed proposed =
                ExistingIndexes.of(
                        lookup,
                        planned,
                        advice.recommendations().stream()
                                .map(made -> new NewIndex(made.name(), made.index()))
                                .toList(),
                        table -> request.tables().admits(table, lookup),
                        planner,
                        enough);
        return advice.with(
                proposed.changes(),
                proposed.kept().stream()
                        .map(kept -> new Rejected(shown(kept), kept.reason()))
                        .toList(),
                planner.calls());
    }

    private static String shown(IndexChange.Kept kept) {
        return (kept.index().valid() ? "DROP INDEX " : "REINDEX INDEX ") + kept.index().name();
    }
}
