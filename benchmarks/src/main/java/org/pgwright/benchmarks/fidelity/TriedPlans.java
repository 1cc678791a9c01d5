package org.pgwright.benchmarks.fidelity;

import org.pgwright.benchmarks.fidelity.FidelityResult.Pair;

import java.util.List;

/** Plans under an index that is hypothetical for the planner and built in reality. */
public record TriedPlans(List<Pair> pairs) {
    public TriedPlans {
        pairs = List.copyOf(pairs);
    }

    public int count() {
        return pairs.size();
    }

    /** The share of those that agree in shape, 0 to 1. */
    public double sameShapeShare() {
        long same = pairs.stream().filter(Pair::sameShape).count();
        return pairs.isEmpty() ? 1 : (double) same / pairs.size();
    }

    /**
     * A percentile of the cost ratios (nearest rank), 1 where there are none.
     *
     * @param percent over 0 to 100
     */
    public double costRatio(int percent) {
        return percentile(pairs.stream().map(Pair::costRatio).sorted().toList(), percent, 1);
    }

    static double percentile(List<Double> sorted, int percent, double none) {
        return sorted.isEmpty() ? none : sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }
}
