package org.pgwright.benchmarks.fidelity;

import java.util.List;
import java.util.Locale;

/**
 * What was found when plans of a what-if planner were compared with those of the real server.
 *
 * @param existing how many queries were planned without a new index
 * @param identical how many of these plans agree in shape and cost
 * @param tried every query that concerns the table of an index, under that index, with the index
 *     built in reality
 * @param sizes of the indexes, estimated and built
 * @param refused indexes that the planner could not offer, each with its reason
 * @param deviations what differs, in words, for whoever looks for the cause
 */
public record FidelityResult(
        int existing,
        int identical,
        List<Pair> tried,
        List<Size> sizes,
        List<String> refused,
        List<String> deviations) {
    public FidelityResult {
        tried = List.copyOf(tried);
        sizes = List.copyOf(sizes);
        refused = List.copyOf(refused);
        deviations = List.copyOf(deviations);
    }

    /**
     * A query under an index.
     *
     * @param used whether either plan uses the index
     * @param costRatio the estimated cost over the real one, or its inverse, whichever is larger
     */
    public record Pair(boolean used, boolean sameShape, double costRatio) {}

    /** An index's length in bytes. */
    public record Size(String method, long estimated, long built) {
        /** The share by which the estimate is off, from 0. */
        public double error() {
            return Math.abs(estimated - built) / (double) built;
        }
    }

    /** The share of the plans without a new index that agree in shape and cost, 0 to 1. */
    public double identicalShare() {
        return existing == 0 ? 1 : (double) identical / existing;
    }

    /** All plans under an index. */
    public TriedPlans all() {
        return new TriedPlans(tried);
    }

    /** Those in which the index is used, by the planner or in reality: the hard ones. */
    public TriedPlans using() {
        return new TriedPlans(tried.stream().filter(Pair::used).toList());
    }

    /** The median of the errors of the sizes of indexes of a method, 0 where there are none. */
    public double medianSizeError(String method) {
        return TriedPlans.percentile(
                sizes.stream()
                        .filter(size -> size.method().equals(method))
                        .map(Size::error)
                        .sorted()
                        .toList(),
                50,
                0);
    }

    /** In one line. */
    public String shown() {
        return String.format(
                Locale.ROOT,
                "existing plans identical %d/%d; %d pairs: same shape %.1f %%, cost ratio median"
                        + " %.4f p95 %.4f worst %.2f; B-tree sizes off by %.1f %% (median)",
                identical,
                existing,
                tried.size(),
                100 * all().sameShapeShare(),
                all().costRatio(50),
                all().costRatio(95),
                all().costRatio(100),
                100 * medianSizeError("btree"));
    }
}
