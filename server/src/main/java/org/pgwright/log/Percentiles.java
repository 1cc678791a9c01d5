package org.pgwright.log;

import org.HdrHistogram.PackedHistogram;

/**
 * Percentiles of the times of a query, and only where the log bears them: all calls are in it, or a
 * known share of them, or those that are not are known to be faster than the percentile.
 *
 * <p>A percentile is the smallest time that at least so many of a hundred calls did not exceed
 * (nearest rank). A value is at most one percent too high, by an HdrHistogram of a few kilobytes.
 */
public final class Percentiles {
    private static final int DIGITS = 2;
    private static final double MICROS = 1_000;
    private static final long LONGEST_MICROS = 366L * 24 * 3600 * 1_000_000;
    private static final double HUNDRED = 100;

    private final PackedHistogram micros = new PackedHistogram(DIGITS);

    /** A logged call. */
    public void add(double millis) {
        long rounded = Math.round(millis * MICROS);
        micros.recordValue(Math.clamp(rounded, 0, LONGEST_MICROS));
    }

    /** The logged calls of others, too. */
    public void add(Percentiles more) {
        micros.add(more.micros);
    }

    /** Logged calls. */
    public long logged() {
        return micros.getTotalCount();
    }

    /**
     * A percentile.
     *
     * @param percent over 0, at most 100
     */
    public Percentile of(double percent, Logging logging) {
        if (!(percent > 0 && percent <= HUNDRED)) {
            throw new IllegalArgumentException("no percentage: " + percent);
        }
        return switch (logging) {
            case Logging.Every every -> among(logged(), percent, false);
            case Logging.Sampled(double rate) -> among(logged(), percent, rate < 1);
            case Logging.Slow slow -> ofSlow(percent, slow);
            case Logging.NotKnown unknown -> unknown(Percentile.Reason.THRESHOLD_UNKNOWN);
        };
    }

    private Percentile ofSlow(double percent, Logging.Slow slow) {
        if (slow.thresholdMillis() <= 0) {
            return among(logged(), percent, false);
        }
        if (slow.calls() == null) {
            return unknown(Percentile.Reason.FAST_CALLS_UNSEEN);
        }
        return among(Math.max(slow.calls(), logged()), percent, false);
    }

    /** The logged calls are the slowest of all. */
    private Percentile among(long calls, double percent, boolean isEstimate) {
        if (calls == 0) {
            return unknown(Percentile.Reason.NO_CALLS);
        }
        long rank = Math.max(1, (long) Math.ceil(percent / HUNDRED * calls));
        long rankOfLogged = rank - (calls - logged());
        if (rankOfLogged < 1) {
            return unknown(Percentile.Reason.BELOW_THRESHOLD);
        }
        return new Percentile.Known(valueAt(rankOfLogged) / MICROS, isEstimate);
    }

    private double valueAt(long rank) {
        long seen = 0;
        for (var bucket : micros.recordedValues()) {
            seen += bucket.getCountAddedInThisIterationStep();
            if (seen >= rank) {
                return Math.min(bucket.getValueIteratedTo(), micros.getMaxValue());
            }
        }
        return micros.getMaxValue();
    }

    private static Percentile unknown(Percentile.Reason reason) {
        return new Percentile.Unknown(reason);
    }
}
