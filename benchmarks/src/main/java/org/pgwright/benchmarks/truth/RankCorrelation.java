package org.pgwright.benchmarks.truth;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How well two lists of figures agree on an order. */
final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * Spearman's coefficient: that of Pearson over the ranks, equal figures sharing the mean of
     * their ranks.
     *
     * @return from -1 for opposite orders to 1 for the same; NaN where one list has fewer than two
     *     different figures
     */
    static double spearman(List<Double> one, List<Double> other) {
        if (one.size() != other.size()) {
            throw new IllegalArgumentException("lists of different lengths");
        }
        double[] ranks = ranks(one);
        double[] otherRanks = ranks(other);
        double mean = (one.size() + 1) / 2.0;
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < ranks.length; i++) {
            product += (ranks[i] - mean) * (otherRanks[i] - mean);
            square += (ranks[i] - mean) * (ranks[i] - mean);
            otherSquare += (otherRanks[i] - mean) * (otherRanks[i] - mean);
        }
        return product / Math.sqrt(square * otherSquare);
    }

    private static double[] ranks(List<Double> figures) {
        List<Integer> order =
                IntStream.range(0, figures.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(figures::get))
                        .toList();
        double[] ranks = new double[figures.size()];
        int from = 0;
        while (from < order.size()) {
            int to = from;
            while (to + 1 < order.size()
                    && figures.get(order.get(to + 1)).equals(figures.get(order.get(from)))) {
                to++;
            }
            for (int i = from; i <= to; i++) {
                ranks[order.get(i)] = (from + to) / 2.0 + 1;
            }
            from = to + 1;
        }
        return ranks;
    }
}
