package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.workload.Percentile;

import java.util.List;

/** A query as programs read it. */
record QueryPart(
        String hash,
        String pattern,
        long calls,
        double totalMillis,
        double meanMillis,
        @Nullable Double standardDeviationMillis,
        @Nullable Double longestMillis,
        @Nullable Double p50Millis,
        @Nullable Double p95Millis,
        @Nullable Double p99Millis,
        boolean percentilesEstimated,
        @Nullable String percentilesMissing,
        double planningMillis,
        long rows,
        @Nullable Double cacheHitPercent,
        long blocksHit,
        long blocksRead,
        long blocksDirtied,
        long tempBlocksRead,
        long tempBlocksWritten,
        long walBytes,
        List<String> databases,
        List<String> roles,
        boolean ours,
        boolean complete) {
    private static final double PERCENT = 100;

    static QueryPart of(QueryFigures query, QueryPercentiles known) {
        Double hit = query.blocks().cacheHit();
        return new QueryPart(
                query.hash(),
                query.pattern(),
                query.calls(),
                query.totalMillis(),
                query.meanMillis(),
                query.standardDeviationMillis(),
                query.longestMillis(),
                Words.millis(known.p50()),
                Words.millis(known.p95()),
                Words.millis(known.p99()),
                known.p99() instanceof Percentile.Estimated,
                Percentile.missing(known.p99(), known.p95(), known.p50())
                        .map(Percentile.Reason::name)
                        .orElse(null),
                query.planningMillis(),
                query.rows(),
                hit == null ? null : PERCENT * hit,
                query.blocks().hit(),
                query.blocks().read(),
                query.blocks().dirtied(),
                query.blocks().tempRead(),
                query.blocks().tempWritten(),
                query.walBytes(),
                query.databases(),
                query.roles(),
                query.isOurs(),
                !query.isIncomplete());
    }
}
