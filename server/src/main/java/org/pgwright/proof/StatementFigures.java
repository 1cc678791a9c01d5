package org.pgwright.proof;

import java.util.List;

/**
 * What a statement did before and after a change, interval by interval, without those in which it
 * was not called or that are not known in full.
 *
 * @param hash of its normalised text
 * @param isPredicted whether the change was made for it
 */
public record StatementFigures(
        String hash,
        Bearing bearing,
        boolean isPredicted,
        List<IntervalFigures> before,
        List<IntervalFigures> after) {
    public StatementFigures {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Whether the change may matter to it. */
    boolean isTouched() {
        return isPredicted || bearing != Bearing.NONE;
    }
}
