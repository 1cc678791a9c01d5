package org.pgwright.advisor.selection;

import java.util.BitSet;

/** What the chosen options may take, all together. */
public record Limits(int maxOptions, long maxBytes) {
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Long.MAX_VALUE);

    boolean allow(Standing standing) {
        return allow(standing.options(), standing.bytes());
    }

    boolean allow(BitSet options, long bytes) {
        return options.cardinality() <= maxOptions && bytes <= maxBytes;
    }
}
