package org.pgwright.advisor.selection;

import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.SparedUpdates;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What sets of options make those updates pay that are heap-only without them. */
final class EndedUpdates {
    private final Map<SparedUpdates, Group> groups = new LinkedHashMap<>();

    /** The options of a table, as its updates see them. */
    private static final class Group {
        private final double cost;
        private final BitSet enders = new BitSet();
        private final BitSet options = new BitSet();
        private double[] entries = {};

        Group(double cost) {
            this.cost = cost;
        }

        void add(int option, Option.Spared spared) {
            options.set(option);
            enders.set(option, spared.ends());
            if (option >= entries.length) {
                entries = Arrays.copyOf(entries, option + 1);
            }
            entries[option] = spared.entries();
        }

        double of(BitSet set) {
            if (!enders.intersects(set)) {
                return 0;
            }
            double sum = cost;
            for (int o = options.nextSetBit(0); o >= 0; o = options.nextSetBit(o + 1)) {
                sum += set.get(o) ? entries[o] : 0;
            }
            return sum;
        }
    }

    void know(Option option) {
        for (Option.Spared spared : option.parts().spared()) {
            groups.computeIfAbsent(spared.updates(), updates -> new Group(updates.cost()))
                    .add(option.id(), spared);
        }
    }

    double of(BitSet set) {
        double sum = 0;
        for (Group group : groups.values()) {
            sum += group.of(set);
        }
        return sum;
    }

    /** What one set makes them pay more than another, from what is in one of them only. */
    double more(BitSet set, BitSet than, BitSet difference) {
        double sum = 0;
        for (Group group : groups.values()) {
            if (group.options.intersects(difference)) {
                sum += group.of(set) - group.of(than);
            }
        }
        return sum;
    }
}
