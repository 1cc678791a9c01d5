package org.pgwright.repository.figures;

import org.pgwright.workload.Percentile;

/** What can be said of how long the calls of a query took, from the log. */
public record QueryPercentiles(Percentile p50, Percentile p95, Percentile p99) {
    /** None can be told. */
    public static QueryPercentiles unknown(Percentile.Reason reason) {
        Percentile unknown = new Percentile.Unknown(reason);
        return new QueryPercentiles(unknown, unknown, unknown);
    }
}
