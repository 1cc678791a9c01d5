package org.pgwright.benchmarks.writes;

import java.util.List;

/**
 * Where the middle of some figures is, and how far they are apart.
 *
 * @param lower a quarter of them is below
 * @param upper a quarter of them is above
 */
public record Quartiles(double lower, double median, double upper) {
    /**
     * By linear interpolation between neighbours.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Quartiles of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
