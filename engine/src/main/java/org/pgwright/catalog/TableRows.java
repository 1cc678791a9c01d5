package org.pgwright.catalog;

import java.util.Map;
import java.util.function.Function;

/**
 * How many rows a table has on today's pages.
 *
 * <p>As the server estimates it ({@code table_block_relation_estimate_size} in {@code tableam.c}):
 * by the density that was recorded, else by the widths of the columns. Between these two come the
 * live rows that the server's statistics counted, which its planner does not look at.
 */
final class TableRows {
    /** Bytes of a page that rows can use: 8,192 less its header. */
    private static final double USABLE_PAGE = 8168;

    /** Bytes of a row beside its columns: tuple header and line pointer. */
    private static final double ROW_OVERHEAD = 28;

    /** As {@code get_typavgwidth} has it, for types of variable length. */
    private static final int UNKNOWN_WIDTH = 32;

    private static final Map<String, Integer> WIDTHS =
            Map.ofEntries(
                    Map.entry("boolean", 1),
                    Map.entry("\"char\"", 1),
                    Map.entry("smallint", 2),
                    Map.entry("integer", 4),
                    Map.entry("real", 4),
                    Map.entry("date", 4),
                    Map.entry("oid", 4),
                    Map.entry("xid", 4),
                    Map.entry("bigint", 8),
                    Map.entry("double precision", 8),
                    Map.entry("money", 8),
                    Map.entry("time without time zone", 8),
                    Map.entry("timestamp without time zone", 8),
                    Map.entry("timestamp with time zone", 8),
                    Map.entry("time with time zone", 12),
                    Map.entry("uuid", 16),
                    Map.entry("interval", 16),
                    Map.entry("point", 16),
                    Map.entry("name", 64));

    private TableRows() {}

    /**
     * The rows of the table itself, not of its partitions or children.
     *
     * @param averageWidth of a column as ANALYZE found it, null where it did not
     */
    static double of(Table table, Function<Table.Column, Integer> averageWidth) {
        Table.Size size = table.size();
        if (size.recordedPages() > 0 && size.recordedRows() >= 0) {
            return size.recordedRows() / size.recordedPages() * size.pages();
        }
        if (size.pages() == 0) {
            return Math.max(0, size.recordedRows());
        }
        return table.activity().liveRows() > 0
                ? table.activity().liveRows()
                : byWidth(table, averageWidth);
    }

    private static double byWidth(Table table, Function<Table.Column, Integer> averageWidth) {
        double width = ROW_OVERHEAD;
        for (Table.Column column : table.columns()) {
            Integer known = averageWidth.apply(column);
            width += known != null ? known : WIDTHS.getOrDefault(column.type(), UNKNOWN_WIDTH);
        }
        double density = Math.max(1, Math.floor(USABLE_PAGE * fillFactor(table) / width));
        return density * table.size().pages();
    }

    private static double fillFactor(Table table) {
        return table.options().stream()
                        .filter(option -> option.matches("fillfactor=\\d{1,3}"))
                        .mapToInt(
                                option ->
                                        Integer.parseInt(option.substring("fillfactor=".length())))
                        .map(percent -> Math.clamp(percent, 10, 100))
                        .findFirst()
                        .orElse(100)
                / 100.0;
    }
}
