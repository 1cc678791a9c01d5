package org.pgwright.proof;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How good promises have been.
 *
 * @param pairs how many promises there were of which the outcome is known
 * @param correlation whether what was promised most improved most, 1 if always; null for too few
 * @param agreement the share of promised improvements of a tenth or more that came true by as much;
 *     null if there was none
 * @param medianFactor by which promise and outcome are apart, in the middle; null for none
 */
public record Accuracy(
        int pairs,
        @Nullable Double correlation,
        @Nullable Double agreement,
        @Nullable Double medianFactor) {
    private static final double IMPROVED = 0.9;

    /** Below this a ratio says no more than nearly nothing. */
    private static final double LEAST = 1e-6;

    /**
     * A promise and its outcome, both as shares of what was before.
     *
     * @param promised after over before
     * @param measured the same as it turned out
     */
    public record Pair(double promised, double measured) {}

    /** That of promises. */
    public static Accuracy of(List<Pair> pairs) {
        double[] promised = pairs.stream().mapToDouble(Pair::promised).toArray();
        double[] measured = pairs.stream().mapToDouble(Pair::measured).toArray();
        OptionalDouble correlation = RankCorrelation.of(promised, measured);
        List<Pair> improvements =
                pairs.stream().filter(pair -> pair.promised() <= IMPROVED).toList();
        long kept = improvements.stream().filter(pair -> pair.measured() <= IMPROVED).count();
        return new Accuracy(
                pairs.size(),
                correlation.isPresent() ? (Double) correlation.getAsDouble() : null,
                improvements.isEmpty() ? null : (Double) (kept / (double) improvements.size()),
                median(pairs));
    }

    private static @Nullable Double median(List<Pair> pairs) {
        double[] factors =
                pairs.stream()
                        .mapToDouble(
                                pair ->
                                        Math.abs(
                                                Math.log(
                                                        Math.max(LEAST, pair.measured())
                                                                / Math.max(
                                                                        LEAST, pair.promised()))))
                        .toArray();
        if (factors.length == 0) {
            return null;
        }
        Arrays.sort(factors);
        int half = factors.length / 2;
        double middle =
                factors.length % 2 == 1 ? factors[half] : (factors[half - 1] + factors[half]) / 2;
        return Math.exp(middle);
    }
}
