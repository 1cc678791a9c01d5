package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.Percentile;

/**
 * What can be said of how long the calls of a query took, from the log.
 *
 * @param longest what the longest call took
 * @param slowCalls how many took a second or more; null if not all of those were logged
 */
public record QueryPercentiles(
        Percentile p50,
        Percentile p95,
        Percentile p99,
        Percentile longest,
        @Nullable Long slowCalls) {
    /** None can be told. */
    public static QueryPercentiles unknown(Percentile.Reason reason) {
        Percentile unknown = new Percentile.Unknown(reason);
        return new QueryPercentiles(unknown, unknown, unknown, unknown, null);
    }
}
