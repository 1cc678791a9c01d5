package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.BloatMeasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of tables and B-trees is wasted, as measured.
 *
 * @param measures in the order to show
 */
public record BloatMeasuresReport(String server, String database, List<BloatMeasure> measures)
        implements Report {
    private static final double PERCENT = 100;

    public BloatMeasuresReport {
        measures = List.copyOf(measures);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> json();
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(
                layout.heading(
                        "%s, %s: bloat as pgstattuple measured it"
                                .formatted(Words.oneLine(server), Words.oneLine(database))));
        TextTable tables =
                new TextTable()
                        .column("size", TextTable.Align.RIGHT)
                        .column("wasted", TextTable.Align.RIGHT)
                        .column("dead", TextTable.Align.RIGHT)
                        .column("free", TextTable.Align.RIGHT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("dead rows", TextTable.Align.RIGHT)
                        .column("table", TextTable.Align.LEFT);
        TextTable indexes =
                new TextTable()
                        .column("size", TextTable.Align.RIGHT)
                        .column("leaves full", TextTable.Align.RIGHT)
                        .column("bloat", TextTable.Align.LEFT)
                        .column("B-tree", TextTable.Align.LEFT);
        for (BloatMeasure measure : measures) {
            switch (measure) {
                case BloatMeasure.OfTable table -> tables.row(cells(table));
                case BloatMeasure.OfIndex index -> indexes.row(cells(index));
            }
        }
        if (measures.stream().anyMatch(BloatMeasure.OfTable.class::isInstance)) {
            lines.add("");
            lines.addAll(tables.lines("", layout.columns()));
        }
        if (measures.stream().anyMatch(BloatMeasure.OfIndex.class::isInstance)) {
            lines.add("");
            lines.addAll(indexes.lines("", layout.columns()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String[] cells(BloatMeasure.OfTable table) {
        return new String[] {
            new Bytes(table.bytes()).toString(),
            Words.percent(table.wastedShare(), 1),
            new Bytes(table.deadBytes()).toString(),
            new Bytes(table.freeBytes()).toString(),
            Words.whole(table.rows()),
            Words.whole(table.deadRows()),
            table.table().shown()
        };
    }

    private static String[] cells(BloatMeasure.OfIndex index) {
        Double density = index.leafDensity();
        BloatMeasure.Grade grade = index.grade();
        return new String[] {
            new Bytes(index.bytes()).toString(),
            density == null ? "-" : Words.percent(density, 1),
            grade == null ? "-" : grade.name().toLowerCase(Locale.ROOT),
            new QualifiedName(index.table().schema(), index.name()).shown()
                    + " on "
                    + index.table().shown()
        };
    }

    private String json() {
        List<TablePart> tables = new ArrayList<>();
        List<IndexPart> indexes = new ArrayList<>();
        for (BloatMeasure measure : measures) {
            switch (measure) {
                case BloatMeasure.OfTable table -> tables.add(part(table));
                case BloatMeasure.OfIndex index -> indexes.add(part(index));
            }
        }
        return Json.of(new Document(server, database, tables, indexes));
    }

    private static TablePart part(BloatMeasure.OfTable table) {
        return new TablePart(
                table.table().schema(),
                table.table().name(),
                table.bytes(),
                table.rows(),
                table.deadRows(),
                table.deadBytes(),
                table.freeBytes(),
                PERCENT * table.wastedShare(),
                PERCENT * table.scannedShare());
    }

    private static IndexPart part(BloatMeasure.OfIndex index) {
        Double density = index.leafDensity();
        BloatMeasure.Grade grade = index.grade();
        return new IndexPart(
                index.table().schema(),
                index.table().name(),
                index.name(),
                index.bytes(),
                index.leafPages(),
                index.emptyPages(),
                index.deletedPages(),
                density == null ? null : PERCENT * density,
                grade == null ? null : grade.name());
    }

    private record Document(
            String server, String database, List<TablePart> tables, List<IndexPart> indexes) {}

    private record TablePart(
            String schema,
            String name,
            long bytes,
            long rows,
            long deadRows,
            long deadBytes,
            long freeBytes,
            double wastedPercent,
            double scannedPercent) {}

    private record IndexPart(
            String schema,
            String table,
            String name,
            long bytes,
            long leafPages,
            long emptyPages,
            long deletedPages,
            @Nullable Double leafDensityPercent,
            @Nullable String bloat) {}
}
