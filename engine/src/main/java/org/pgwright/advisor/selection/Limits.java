package org.pgwright.advisor.selection;

import java.util.BitSet;

/**
 * What the chosen options may take, all together.
 *
 * @param maxUpkeep the weighted cost that writes may pay for them
 */
public record Limits(int maxOptions, long maxBytes, double maxUpkeep) {
    public static final Limits NONE =
            new Limits(Integer.MAX_VALUE, Long.MAX_VALUE, Double.POSITIVE_INFINITY);

    boolean allow(Standing standing) {
        return allow(standing.options(), standing.bytes(), standing.upkeep());
    }

    boolean allow(BitSet options, long bytes, double upkeep) {
        return options.cardinality() <= maxOptions && bytes <= maxBytes && upkeep <= maxUpkeep;
    }
}
