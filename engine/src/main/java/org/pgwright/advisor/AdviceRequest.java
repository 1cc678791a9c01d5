package org.pgwright.advisor;

import org.pgwright.catalog.Catalog;
import org.pgwright.workload.Workload;

/**
 * What advice is wanted on.
 *
 * @param tables on which indexes may be recommended; statements on others still count as cost
 * @param frontier whether to find out what could be had for fewer bytes
 */
public record AdviceRequest(
        Catalog catalog, Workload workload, Budget budget, TableFilter tables, boolean frontier) {
    /** Advice without the frontier. */
    public AdviceRequest(Catalog catalog, Workload workload, Budget budget, TableFilter tables) {
        this(catalog, workload, budget, tables, false);
    }

    /** Advice on all tables without a limit. */
    public static AdviceRequest unlimited(Catalog catalog, Workload workload) {
        return new AdviceRequest(catalog, workload, Budget.UNLIMITED, TableFilter.ALL);
    }
}
