package org.pgwright.catalog;

import java.util.List;

/** A key of an index that is kept in order, by its direction. */
public sealed interface SortedKey permits Index.Key, IndexDefinition.Key {
    boolean descending();

    boolean nullsFirst();

    /**
     * Whether one of the two scan directions of a longer index gives the order of a shorter one.
     * Compares directions only.
     *
     * @param shorter keys, no more than the longer has
     */
    static boolean areScannedAlike(
            List<? extends SortedKey> shorter, List<? extends SortedKey> longer) {
        boolean same = true;
        boolean reversed = true;
        for (int i = 0; i < shorter.size(); i++) {
            boolean sameDirection = shorter.get(i).descending() == longer.get(i).descending();
            boolean sameNulls = shorter.get(i).nullsFirst() == longer.get(i).nullsFirst();
            same &= sameDirection && sameNulls;
            reversed &= !sameDirection && !sameNulls;
        }
        return same || reversed;
    }
}
