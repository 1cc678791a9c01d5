package org.pgwright.demo;

import java.util.ArrayList;
import java.util.List;

/** Lines of text in columns: the first to the left, all others to the right. */
final class TextTable {
    private static final String INDENT = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        rows.add(List.of(header));
    }

    /** As many cells as the header has. */
    void add(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("cells for other columns: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    /** A line between the rows before and those that follow. */
    void separate() {
        rows.add(List.of());
    }

    /** Every line indented, without a last line feed. */
    String shown() {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(
                    (INDENT + (row.isEmpty() ? rule(widths) : line(row, widths))).stripTrailing());
        }
        return String.join("\n", lines);
    }

    private int[] widths() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(row.getFirst());
        line.repeat(' ', widths[0] - row.getFirst().length());
        for (int column = 1; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(INDENT).repeat(' ', widths[column] - cell.length()).append(cell);
        }
        return line.toString();
    }

    private static String rule(int[] widths) {
        int width = INDENT.length() * (widths.length - 1);
        for (int column : widths) {
            width += column;
        }
        return "-".repeat(width);
    }
}
