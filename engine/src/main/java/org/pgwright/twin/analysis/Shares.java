package org.pgwright.twin.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides a statement's calls among the texts that stand for it. */
final class Shares {
    /** Less is not worth a plan. */
    private static final double LEAST = 0.01;

    private Shares() {}

    /**
     * The share of each text: those that make the expected rows agree with what was seen, or else
     * as the weights have it.
     *
     * @param rows expected of each text
     * @param weights of the texts where nothing was seen
     * @param target rows seen per call, negative where that tells nothing
     * @return shares that add up to 1; a text with share 0 stands for no call
     */
    static List<Double> of(List<Double> rows, List<Double> weights, double target) {
        List<Double> shares = target < 0 ? normalized(weights) : agreeing(rows, target);
        return normalized(shares.stream().map(share -> share < LEAST ? 0 : share).toList());
    }

    private static List<Double> normalized(List<Double> weights) {
        // Shares of equal weights are never below the least: there are at most three.
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        return weights.stream()
                .map(weight -> sum > 0 ? weight / sum : 1.0 / weights.size())
                .toList();
    }

    /** A mixture of the two texts whose rows lie on either side of the target, or the nearest. */
    private static List<Double> agreeing(List<Double> rows, double target) {
        List<Integer> order =
                IntStream.range(0, rows.size())
                        .boxed()
                        .sorted(Comparator.comparing(rows::get))
                        .toList();
        List<Double> shares = new ArrayList<>(Collections.nCopies(rows.size(), 0.0));
        int above = 0;
        while (above < order.size() && rows.get(order.get(above)) < target) {
            above++;
        }
        if (above == 0 || above == order.size()) {
            shares.set(order.get(Math.min(above, order.size() - 1)), 1.0);
            return shares;
        }
        int low = order.get(above - 1);
        int high = order.get(above);
        double share = (target - rows.get(low)) / (rows.get(high) - rows.get(low));
        shares.set(low, 1 - share);
        shares.set(high, share);
        return shares;
    }
}
