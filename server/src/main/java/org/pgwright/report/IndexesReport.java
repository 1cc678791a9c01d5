package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.IndexFigures;

import java.util.ArrayList;
import java.util.List;

/**
 * What indexes did over a time, on all nodes together.
 *
 * @param indexes in the order to show
 */
public record IndexesReport(Span span, List<IndexFigures> indexes) {
    public IndexesReport {
        indexes = List.copyOf(indexes);
    }

    /** The report in a form, in text that ends with a line feed. */
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(
                            new Document(
                                    span.instance(),
                                    span.from().toString(),
                                    span.to().toString(),
                                    indexes.stream().map(IndexesReport::part).toList()));
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(span.heading(Words.count(indexes.size(), "index", "indexes"), layout));
        TextTable table =
                new TextTable()
                        .column("scans", TextTable.Align.RIGHT)
                        .column("rows read", TextTable.Align.RIGHT)
                        .column("size", TextTable.Align.RIGHT)
                        .column("table writes", TextTable.Align.RIGHT)
                        .column("", TextTable.Align.LEFT)
                        .column("index", TextTable.Align.LEFT);
        indexes.forEach(index -> table.row(cells(index)));
        lines.add("");
        lines.addAll(table.lines("", layout.columns()));
        return String.join("\n", lines) + "\n";
    }

    private static String[] cells(IndexFigures index) {
        Long bytes = index.bytes();
        return new String[] {
            Words.whole(index.scans()) + (index.isIncomplete() ? "*" : ""),
            Words.whole(index.rowsRead()),
            bytes == null ? "" : new Bytes(bytes).toString(),
            Words.whole(index.tableWrites()),
            mark(index),
            index.databaseName() + " " + index.table().shown() + " " + index.name()
        };
    }

    private static String mark(IndexFigures index) {
        if (!index.flags().isValid()) {
            return "invalid";
        }
        if (index.flags().isPrimary()) {
            return "primary";
        }
        return index.flags().isUnique() || index.flags().isConstraint() ? "unique" : "";
    }

    private static Part part(IndexFigures index) {
        return new Part(
                index.databaseName(),
                index.table().schema(),
                index.table().name(),
                index.name(),
                index.definition(),
                index.flags().isUnique(),
                index.flags().isPrimary(),
                index.flags().isConstraint(),
                index.flags().isValid(),
                index.bytes(),
                index.scans(),
                index.rowsRead(),
                index.rowsFetched(),
                index.tableRows(),
                index.tableWrites(),
                index.watchedSince().toString(),
                !index.isIncomplete());
    }

    private record Document(String instance, String from, String to, List<Part> indexes) {}

    private record Part(
            String database,
            String schema,
            String table,
            String name,
            String definition,
            boolean unique,
            boolean primary,
            boolean constraint,
            boolean valid,
            @Nullable Long bytes,
            long scans,
            long rowsRead,
            long rowsFetched,
            long tableRows,
            long tableWrites,
            String watchedSince,
            boolean complete) {}
}
