package org.pgwright.sizes;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * How many bytes the values of a column take in an index entry, as a sample that is spread like the
 * values themselves.
 */
public final class ColumnWidths {
    public static final int SIZE = 128;
    public static final int NULL = -1;

    /** Values up to this many bytes have a header of one byte, and need no alignment then. */
    public static final int SHORT = 126;

    private final int alignment;
    private final int[] sample;

    /**
     * @param alignment in bytes; 1 for values of variable length that are short enough for a
     *     one-byte header
     * @param sample {@link #SIZE} widths in bytes with their header, {@link #NULL} for a NULL
     */
    public ColumnWidths(int alignment, int[] sample) {
        if (sample.length != SIZE) {
            throw new IllegalArgumentException("a sample has " + SIZE + " widths");
        }
        this.alignment = alignment;
        this.sample = sample.clone();
    }

    /** Of values that all take the same room. */
    static ColumnWidths constant(int alignment, int width, double nullFraction) {
        return new ColumnWidths(alignment, filled(nullFraction, at -> width));
    }

    /**
     * Of values of variable length, of which only the average is known: they are taken to be spread
     * evenly over eight bytes around it, so that what alignment adds is neither always nothing nor
     * always the most. ANALYZE cuts off the fraction of the average, which is a half on average.
     *
     * @param alignment of values that are not short
     */
    static ColumnWidths around(int alignment, int average, double nullFraction) {
        int reach = Math.clamp(average - 1L, 0, 3);
        int spread = 2 * reach + 2;
        return new ColumnWidths(
                average > SHORT ? alignment : 1,
                filled(nullFraction, at -> average - reach + at % spread));
    }

    private static int[] filled(double nullFraction, IntUnaryOperator width) {
        int[] widths = new int[SIZE];
        int nulls = (int) Math.round(Math.clamp(nullFraction, 0, 1) * SIZE);
        Arrays.fill(widths, 0, nulls, NULL);
        for (int at = nulls; at < SIZE; at++) {
            widths[at] = width.applyAsInt(at);
        }
        return widths;
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
