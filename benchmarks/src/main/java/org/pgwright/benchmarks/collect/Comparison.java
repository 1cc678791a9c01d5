package org.pgwright.benchmarks.collect;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How two counts of the same differ.
 *
 * @param things that did something, by either
 * @param figures that were compared
 * @param differing figures that differ by more than they may
 * @param largest difference as a share of what the server counted; zero if none differs
 * @param example where that is; null if none differs
 */
public record Comparison(
        String kind,
        int things,
        int figures,
        int differing,
        double largest,
        @Nullable String example) {
    /** Times are kept in whole microseconds of the server's sums. */
    private static final Map<String, Long> TOLERANCES = Map.of("time", 1L);

    /** Compares what the repository holds with what the server counted. */
    static Comparison of(String kind, Counted server, Counted kept) {
        Tally tally = new Tally();
        Set<String> names = server.names(kept);
        for (String name : names) {
            Map<String, Long> expected = server.figures(name);
            Map<String, Long> actual = kept.figures(name);
            Set<String> figures = new TreeSet<>(expected.keySet());
            figures.addAll(actual.keySet());
            for (String figure : figures) {
                tally.add(
                        name + ", " + figure,
                        expected.getOrDefault(figure, 0L),
                        actual.getOrDefault(figure, 0L),
                        TOLERANCES.getOrDefault(figure, 0L));
            }
        }
        return new Comparison(
                kind, names.size(), tally.figures, tally.differing, tally.largest, tally.example);
    }

    /** Adds up, figure by figure. */
    private static final class Tally {
        private int figures;
        private int differing;
        private double largest;
        private @Nullable String example;

        void add(String name, long expected, long actual, long tolerance) {
            figures++;
            long difference = Math.abs(expected - actual);
            if (difference <= tolerance) {
                return;
            }
            differing++;
            double share = (double) difference / Math.max(1, Math.abs(expected));
            if (share > largest) {
                largest = share;
                example = "%s: %,d counted, %,d kept".formatted(name, expected, actual);
            }
        }
    }
}
