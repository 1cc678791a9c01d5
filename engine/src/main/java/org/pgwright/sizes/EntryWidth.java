package org.pgwright.sizes;

import java.util.List;

/**
 * The average width of an index entry over columns whose widths vary: alignment makes it more than
 * the sum of the average widths. Layout: {@code index_form_tuple} in {@code access/indextuple.c}.
 */
public final class EntryWidth {
    private static final int HEADER = 8;
    private static final int HEADER_WITH_NULLS = 16;

    /** Odd, so that each column's sample is walked through whole and in another order. */
    private static final int[] STRIDES = {1, 37, 59, 83, 101, 17, 71, 113};

    private EntryWidth() {}

    /** A single column's NULLs are counted apart, so they are left aside here. */
    public static double of(List<ColumnWidths> columns) {
        List<ColumnWidths> counted =
                columns.size() == 1 ? List.of(columns.getFirst().withoutNulls()) : columns;
        return average(counted, HEADER, HEADER_WITH_NULLS);
    }

    /** Over all combinations of widths that are drawn; the bytes of one are a multiple of 8. */
    static double average(List<ColumnWidths> columns, int header, int headerWithNulls) {
        long total = 0;
        for (int draw = 0; draw < ColumnWidths.SIZE; draw++) {
            total += width(columns, draw, header, headerWithNulls);
        }
        return total / (double) ColumnWidths.SIZE;
    }

    private static int width(
            List<ColumnWidths> columns, int draw, int header, int headerWithNulls) {
        int offset = header;
        boolean nulls = false;
        for (int c = 0; c < columns.size(); c++) {
            ColumnWidths column = columns.get(c);
            int at = draw * STRIDES[c % STRIDES.length] % ColumnWidths.SIZE;
            int width = column.width(at);
            if (width == ColumnWidths.NULL) {
                nulls = true;
            } else {
                offset = Math.ceilDiv(offset, column.alignment()) * column.alignment() + width;
            }
        }
        // The bitmap comes between header and values, and keeps their alignment.
        int bytes = nulls ? offset + headerWithNulls - header : offset;
        return Math.ceilDiv(bytes, 8) * 8;
    }
}
