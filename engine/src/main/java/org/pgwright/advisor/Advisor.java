package org.pgwright.advisor;

import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.WhatIfPlanner;

/**
 * Works out which indexes would make a workload cheaper.
 *
 * <p>Asks the two seams only; reads no clock and no random numbers: the same request, analyser and
 * planner give the same advice.
 */
public final class Advisor {
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
        CatalogLookup lookup = new CatalogLookup(request.catalog());
        request.tables().requireKnownTables(lookup);
        PreparedWorkload prepared =
                PreparedWorkload.prepare(lookup, request.workload(), analyzer, progress);
        PlannedWorkload planned = PlannedWorkload.plan(prepared, planner, progress);
        return new Consultation(request, lookup, planned, planner, progress).advice();
    }
}
