package org.pgwright.proof;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What is left of likelihoods when many things were tested at once: if all whose adjusted
 * likelihood is at most 5 % are believed, at most 5 % of these are expected to be chance.
 *
 * <p>Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal
 * Statistical Society B 57 (1995).
 */
public final class FalseDiscoveries {
    private FalseDiscoveries() {}

    /** The adjusted likelihoods, in the order of the likelihoods. */
    public static double[] adjusted(double[] likelihoods) {
        int count = likelihoods.length;
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> likelihoods[i]));
        double[] adjusted = new double[count];
        double least = 1;
        for (int rank = count; rank > 0; rank--) {
            int index = order[rank - 1];
            least = Math.min(least, likelihoods[index] * count / rank);
            adjusted[index] = least;
        }
        return adjusted;
    }
}
