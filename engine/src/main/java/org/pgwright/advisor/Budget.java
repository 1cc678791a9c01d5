package org.pgwright.advisor;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;

/**
 * What the recommended indexes may take, all together.
 *
 * @param maxBytes null for no limit
 * @param maxIndexes null for no limit
 * @param maxWriteOverhead the share by which the workload's writes may become dearer, null for no
 *     limit
 */
public record Budget(
        @Nullable Bytes maxBytes, @Nullable Integer maxIndexes, @Nullable Double maxWriteOverhead) {
    public static final Budget UNLIMITED = new Budget(null, null);

    /** A budget that leaves writes aside. */
    public Budget(@Nullable Bytes maxBytes, @Nullable Integer maxIndexes) {
        this(maxBytes, maxIndexes, null);
    }

    public Budget {
        if (maxIndexes != null && maxIndexes < 0) {
            throw new IllegalArgumentException("negative number of indexes: " + maxIndexes);
        }
        if (maxWriteOverhead != null && !(maxWriteOverhead >= 0)) {
            throw new IllegalArgumentException("negative write overhead: " + maxWriteOverhead);
        }
    }

    /** Whether bytes are limited, so that every byte has to be worth its place. */
    public boolean isScarce() {
        return maxBytes != null;
    }

    /** Whether so many indexes of so many bytes are within it. */
    public boolean allows(int indexes, long bytes) {
        return (maxIndexes == null || indexes <= maxIndexes)
                && (maxBytes == null || bytes <= maxBytes.count());
    }
}
