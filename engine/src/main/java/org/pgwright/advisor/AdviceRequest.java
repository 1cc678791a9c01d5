package org.pgwright.advisor;

import org.pgwright.catalog.Catalog;
import org.pgwright.workload.Workload;

/**
 * What advice is wanted on.
 *
 * @param tables on which indexes may be recommended; statements on others still count as cost
 */
public record AdviceRequest(Catalog catalog, Workload workload, Budget budget, TableFilter tables) {
    /** Advice on all tables without a limit. */
    public static AdviceRequest unlimited(Catalog catalog, Workload workload) {
        return new AdviceRequest(catalog, workload, Budget.UNLIMITED, TableFilter.ALL);
    }
}
