package org.pgwright.proof;

import org.jspecify.annotations.Nullable;

/**
 * A statement before and after a change.
 *
 * @param hash of its normalised text
 * @param likelihood of such a difference by chance, adjusted for the number of statements; null
 *     where it cannot be compared
 * @param isVolumeChanged whether it is called several times as often, or as seldom
 * @param effectMillis by how much more time the calls of before take with the means of after; below
 *     zero where they take less
 */
public record StatementProof(
        String hash,
        Bearing bearing,
        boolean isPredicted,
        Side before,
        Side after,
        Comparability comparability,
        Finding finding,
        @Nullable Double likelihood,
        boolean isVolumeChanged,
        double effectMillis) {
    /** The mean of after as a share of the mean of before; null where it cannot be compared. */
    public @Nullable Double ratio() {
        return comparability == Comparability.COMPARABLE && before.meanMillis() > 0
                ? after.meanMillis() / before.meanMillis()
                : null;
    }

    /** What the calls of before would have taken with the mean of after. */
    double afterMillis() {
        return before.totalMillis() + effectMillis;
    }

    boolean isComparable() {
        return comparability == Comparability.COMPARABLE;
    }
}
