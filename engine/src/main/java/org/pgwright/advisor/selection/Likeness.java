package org.pgwright.advisor.selection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of options, with those that it is taken to have as well, since others of it do the same.
 *
 * @param alike the set and what it is taken to have
 * @param all for each option, by id, those that can be taken in its place
 */
record Likeness(BitSet set, BitSet alike, List<BitSet> all) {
    static Likeness of(BitSet set, List<BitSet> inPlace, List<BitSet> standsIn) {
        BitSet alike = (BitSet) set.clone();
        for (int o = set.nextSetBit(0); o >= 0; o = set.nextSetBit(o + 1)) {
            alike.or(standsIn.get(o));
        }
        return new Likeness(set, alike, inPlace);
    }

    /** Those of the set that are taken in the place of an option. */
    BitSet inPlaceOf(int option) {
        BitSet some = (BitSet) all.get(option).clone();
        some.and(set);
        return some;
    }

    /** So many empty sets. */
    static List<BitSet> empty(int count) {
        List<BitSet> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sets.add(new BitSet());
        }
        return sets;
    }
}
