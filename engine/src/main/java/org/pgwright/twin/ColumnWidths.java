package org.pgwright.twin;

import java.util.Arrays;

/**
 * How many bytes the values of a column take in an index entry, as a sample that is spread like the
 * values themselves.
 */
final class ColumnWidths {
    static final int SIZE = 128;
    static final int NULL = -1;

    private final int alignment;
    private final int[] sample;

    /**
     * @param alignment in bytes; 1 for values of variable length that are short enough for a
     *     one-byte header
     * @param sample {@link #SIZE} widths in bytes with their header, {@link #NULL} for a NULL
     */
    ColumnWidths(int alignment, int[] sample) {
        if (sample.length != SIZE) {
            throw new IllegalArgumentException("a sample has " + SIZE + " widths");
        }
        this.alignment = alignment;
        this.sample = sample.clone();
    }

    int alignment() {
        return alignment;
    }

    /** The width of one value of the sample, {@link #NULL} for a NULL. */
    int width(int at) {
        return sample[at];
    }

    /** The share of NULLs. */
    double nullShare() {
        return Arrays.stream(sample).filter(width -> width == NULL).count() / (double) SIZE;
    }

    /** The same without its NULLs, unless it has nothing else. */
    ColumnWidths withoutNulls() {
        int[] values = Arrays.stream(sample).filter(width -> width != NULL).toArray();
        if (values.length == 0 || values.length == SIZE) {
            return this;
        }
        int[] stretched = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            stretched[i] = values[i * values.length / SIZE];
        }
        return new ColumnWidths(alignment, stretched);
    }

    /** Whether every value takes the same room. */
    boolean isConstant() {
        return Arrays.stream(sample).distinct().count() == 1;
    }
}
