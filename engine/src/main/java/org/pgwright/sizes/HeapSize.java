package org.pgwright.sizes;

import java.util.List;

/**
 * The size of a freshly written table, without its TOAST table, from statistics.
 *
 * <p>Page and tuple layout: manual, section 66.6 (page layout), and {@code access/htup_details.h}:
 * a page of 8,192 bytes has a header of 24, a row a line pointer of 4 and a header of 23, with a
 * bitmap where it has NULLs, both rounded up to 8. A row goes onto a page while that leaves free
 * what the fill factor says.
 */
final class HeapSize {
    private static final int PAGE = 8192;
    private static final int PAGE_HEADER = 24;
    private static final int LINE_POINTER = 4;
    private static final int ROW_HEADER = 23;

    private HeapSize() {}

    /**
     * The pages.
     *
     * @param columns those with values
     * @param more how many columns beside them have none
     * @param fillFactor in percent
     */
    static long pages(double rows, List<ColumnWidths> columns, int more, int fillFactor) {
        if (rows <= 0) {
            return 0;
        }
        int withNulls = aligned(ROW_HEADER + Math.ceilDiv(columns.size() + more, 8));
        int header = more > 0 ? withNulls : aligned(ROW_HEADER);
        double row = EntryWidth.average(columns, header, withNulls) + LINE_POINTER;
        double room = PAGE - PAGE_HEADER - Math.floor(PAGE * (100 - fillFactor) / 100.0);
        // What is left on a page is less than a row: half of one, unless all have one width.
        double perPage =
                columns.stream().allMatch(ColumnWidths::isConstant)
                        ? Math.floor(room / row)
                        : room / row - 0.5;
        return (long) Math.ceil(rows / Math.max(1, perPage));
    }

    private static int aligned(int bytes) {
        return Math.ceilDiv(bytes, 8) * 8;
    }
}
