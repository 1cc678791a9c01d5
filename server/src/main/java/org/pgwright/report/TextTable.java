package org.pgwright.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, every column as wide as its widest cell; a last column of text may be cut.
 */
public final class TextTable {
    private static final String GAP = "  ";

    /** A last cell is not cut further than to this. */
    private static final int NARROWEST = 10;

    /** How a column's cells stand in it. */
    public enum Align {
        LEFT,
        RIGHT
    }

    private record Column(String heading, Align align) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A further column. */
    public TextTable column(String heading, Align align) {
        columns.add(new Column(heading, align));
        return this;
    }

    /** A row with a cell for each column. */
    public TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** A line between the rows before and those that follow. */
    public TextTable rule() {
        rows.add(List.of());
        return this;
    }

    /**
     * The heading and the rows, without trailing blanks.
     *
     * @param indent before every line, counted in
     * @param fill how wide a line may be; what is longer loses the end of its last cell
     */
    public List<String> lines(String indent, int fill) {
        List<String> lines = new ArrayList<>();
        lines.add(line(indent, columns.stream().map(Column::heading).toList(), fill));
        rows.forEach(row -> lines.add(row.isEmpty() ? line(indent) : line(indent, row, fill)));
        return lines;
    }

    private String line(String indent) {
        int width = GAP.length() * (columns.size() - 1);
        for (int column = 0; column < columns.size(); column++) {
            width += width(column);
        }
        return indent + "-".repeat(width);
    }

    private String line(String indent, List<String> cells, int fill) {
        StringBuilder line = new StringBuilder(indent);
        int last = cells.size() - 1;
        for (int i = 0; i < last; i++) {
            line.append(aligned(i, cells.get(i))).append(GAP);
        }
        return switch (columns.get(last).align()) {
            case RIGHT -> line.append(aligned(last, cells.get(last))).toString();
            case LEFT -> {
                int room = Math.max(NARROWEST, fill - length(line.toString()));
                String cell = Words.abbreviated(cells.get(last), room);
                yield line.append(cell).toString().stripTrailing();
            }
        };
    }

    private String aligned(int column, String cell) {
        String blanks = " ".repeat(width(column) - length(cell));
        return switch (columns.get(column).align()) {
            case LEFT -> cell + blanks;
            case RIGHT -> blanks + cell;
        };
    }

    private int width(int column) {
        int width = length(columns.get(column).heading());
        for (List<String> row : rows) {
            width = Math.max(width, row.isEmpty() ? 0 : length(row.get(column)));
        }
        return width;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
