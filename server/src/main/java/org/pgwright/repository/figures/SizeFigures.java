package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How the size of a table or index changed over a time, and how much of it is bloat: what it would
 * lose if it were written anew. What is below 1 MB counts as nothing in growth, and is not
 * estimated.
 *
 * @param grownSince from when on; null where growth is not known
 * @param growthBytes with TOAST; null where it was not looked at twice
 * @param bytes of the main part when bloat was estimated
 * @param freshBytes what they would be if written anew; null where that is not known
 * @param missing why it is not known; null where it is
 */
public record SizeFigures(
        @Nullable Instant grownSince,
        @Nullable Long growthBytes,
        long bytes,
        @Nullable Long freshBytes,
        @Nullable Missing missing) {
    /** Why bloat is not known. */
    public enum Missing {
        /** There was no look at the schema in that time. */
        NOT_LOOKED_AT,
        /** It is below 1 MB. */
        SMALL,
        /** The role may not see the statistics of the table. */
        NOT_READABLE,
        /** There are no statistics. */
        NOT_ANALYZED,
        /** The index is no B-tree. */
        OTHER_METHOD,
        /** The server's blocks are not of 8 kB. */
        BLOCK_SIZE
    }

    static SizeFigures unknown(Missing why) {
        return new SizeFigures(null, null, 0, null, why);
    }

    /** What could be won; null where it is not known. */
    public @Nullable Long bloatBytes() {
        return freshBytes == null ? null : Math.max(0, bytes - freshBytes);
    }

    /** The same as a share of the main part, 0 to 1. */
    public @Nullable Double bloatShare() {
        Long wasted = bloatBytes();
        if (wasted == null) {
            return null;
        }
        return bytes == 0 ? 0.0 : (double) wasted / bytes;
    }
}
