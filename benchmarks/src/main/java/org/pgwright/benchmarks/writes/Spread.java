package org.pgwright.benchmarks.writes;

import java.util.List;

/**
 * How far figures are apart that other work on the machine can only make larger.
 *
 * @param median half of them are below
 */
public record Spread(double lowest, double median) {
    /**
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int last = sorted.size() - 1;
        return new Spread(
                sorted.getFirst(), (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2);
    }
}
