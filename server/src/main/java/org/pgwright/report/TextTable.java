package org.pgwright.report;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, every column as wide as its widest cell. */
final class TextTable {
    private static final String GAP = "  ";

    /** How a column's cells stand in it. */
    enum Align {
        LEFT,
        RIGHT
    }

    private record Column(String heading, Align align) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable column(String heading, Align align) {
        columns.add(new Column(heading, align));
        return this;
    }

    /** A row with a cell for each column. */
    TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /**
     * The heading and the rows, without trailing blanks.
     *
     * @param indent before every line
     */
    List<String> lines(String indent) {
        List<String> lines = new ArrayList<>();
        lines.add(line(indent, columns.stream().map(Column::heading).toList()));
        rows.forEach(row -> lines.add(line(indent, row)));
        return lines;
    }

    private String line(String indent, List<String> cells) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(width(i) - length(cell));
            line.append(i == 0 ? "" : GAP);
            switch (columns.get(i).align()) {
                case LEFT -> line.append(cell).append(blanks);
                case RIGHT -> line.append(blanks).append(cell);
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = length(columns.get(column).heading());
        for (List<String> row : rows) {
            width = Math.max(width, length(row.get(column)));
        }
        return width;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
