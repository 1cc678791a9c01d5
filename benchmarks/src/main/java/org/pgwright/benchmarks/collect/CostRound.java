package org.pgwright.benchmarks.collect;

import org.pgwright.catalog.Bytes;

import java.time.Duration;
import java.util.List;

/**
 * A time without pgwright and a time with it, measured.
 *
 * @param without transactions a second without it, slice by slice
 * @param with transactions a second with it, after its start
 */
public record CostRound(List<Double> without, List<Double> with, Server server, Own own) {
    public CostRound {
        without = List.copyOf(without);
        with = List.copyOf(with);
    }

    /**
     * What the watched server's processes for pgwright took.
     *
     * @param steady share of one core, after the start
     * @param whole the same from start to end, the first and the last looks included
     * @param connections the most that there were at once
     */
    public record Server(double steady, double whole, int connections) {}

    /**
     * What pgwright's own process took.
     *
     * @param start processor time of the start and the first looks
     * @param steady share of one core after that
     * @param peak of its resident memory
     */
    public record Own(Duration start, double steady, Bytes peak) {}

    /** Throughput with pgwright over that without. */
    public double ratio() {
        return mean(with) / mean(without);
    }

    /** Transactions a second. */
    public static double mean(List<Double> slices) {
        return slices.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
