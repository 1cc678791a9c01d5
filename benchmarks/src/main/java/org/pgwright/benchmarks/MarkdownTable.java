package org.pgwright.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown that is also readable as text; all columns but the first to the right. */
public final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    public MarkdownTable(List<String> header) {
        rows.add(List.copyOf(header));
    }

    /** As many cells as the header has. */
    public void add(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("cells for other columns: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    /** Lines that each end with a line feed. */
    public String shown() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder table = new StringBuilder();
        append(table, rows.getFirst(), widths);
        rule(table, widths);
        rows.stream().skip(1).forEach(row -> append(table, row, widths));
        return table.toString();
    }

    private static void append(StringBuilder table, List<String> row, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            int missing = widths[column] - cell.length();
            table.append("| ")
                    .repeat(' ', column == 0 ? 0 : missing)
                    .append(cell)
                    .repeat(' ', column == 0 ? missing : 0)
                    .append(' ');
        }
        table.append("|\n");
    }

    private static void rule(StringBuilder table, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            table.append("| ").repeat('-', column == 0 ? widths[column] : widths[column] - 1);
            table.append(column == 0 ? " " : ": ");
        }
        table.append("|\n");
    }
}
