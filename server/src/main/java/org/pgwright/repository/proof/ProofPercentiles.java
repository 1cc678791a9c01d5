package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.proof.Windows;
import org.pgwright.repository.figures.CallPercentiles;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.repository.figures.Window;
import org.pgwright.workload.Percentile;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Percentiles around a change, where honest ones can be told, of the whole hours within. */
record ProofPercentiles(
        Map<String, QueryPercentiles> earlier, Map<String, QueryPercentiles> later) {
    private static final double NANOS_A_MILLI = 1e6;
    private static final Known NONE = new Known(null, null, null, null, null, false);

    ProofPercentiles {
        earlier = Map.copyOf(earlier);
        later = Map.copyOf(later);
    }

    /** Times in milliseconds; null where they are not known. */
    record Known(
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99,
            @Nullable Double longest,
            @Nullable Long slowCalls,
            boolean isEstimated) {}

    static ProofPercentiles read(
            JdbcClient jdbc, UUID instance, Windows windows, List<String> hashes) {
        return new ProofPercentiles(
                read(jdbc, instance, windows.beforeFrom(), windows.beforeUntil(), hashes),
                read(jdbc, instance, windows.afterFrom(), windows.afterUntil(), hashes));
    }

    private static Map<String, QueryPercentiles> read(
            JdbcClient jdbc, UUID instance, Instant from, Instant until, List<String> hashes) {
        Instant to = until.truncatedTo(ChronoUnit.HOURS);
        Instant first = from.truncatedTo(ChronoUnit.HOURS);
        Instant since = first.equals(from) ? from : first.plus(1, ChronoUnit.HOURS);
        return since.isBefore(to)
                ? new CallPercentiles().of(jdbc, new Window(instance, since, to), hashes)
                : Map.of();
    }

    Known before(String hash) {
        return known(earlier.get(hash));
    }

    Known after(String hash) {
        return known(later.get(hash));
    }

    private static Known known(@Nullable QueryPercentiles percentiles) {
        return percentiles == null
                ? NONE
                : new Known(
                        millis(percentiles.p50()),
                        millis(percentiles.p95()),
                        millis(percentiles.p99()),
                        millis(percentiles.longest()),
                        percentiles.slowCalls(),
                        percentiles.p99() instanceof Percentile.Estimated);
    }

    private static @Nullable Double millis(Percentile percentile) {
        return switch (percentile) {
            case Percentile.Exact exact -> exact.time().toNanos() / NANOS_A_MILLI;
            case Percentile.Estimated estimated -> estimated.time().toNanos() / NANOS_A_MILLI;
            case Percentile.Unknown unknown -> null;
        };
    }
}
