package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.TableFigures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How tables are, and what was done to them over a time.
 *
 * @param tables in the order to show
 */
public record TablesReport(Span span, List<TableFigures> tables) {
    private static final double PERCENT = 100;

    public TablesReport {
        tables = List.copyOf(tables);
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
                                    tables.stream().map(TablesReport::part).toList()));
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(span.heading(Words.count(tables.size(), "table", "tables"), layout));
        TextTable table =
                new TextTable()
                        .column("size", TextTable.Align.RIGHT)
                        .column("indexes", TextTable.Align.RIGHT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("dead", TextTable.Align.RIGHT)
                        .column("seq scans", TextTable.Align.RIGHT)
                        .column("index scans", TextTable.Align.RIGHT)
                        .column("writes", TextTable.Align.RIGHT)
                        .column("table", TextTable.Align.LEFT);
        tables.forEach(of -> table.row(cells(of)));
        lines.add("");
        lines.addAll(table.lines("", layout.columns()));
        return String.join("\n", lines) + "\n";
    }

    private static String[] cells(TableFigures table) {
        Long bytes = table.bytes();
        TableFigures.Writes writes = table.writes();
        return new String[] {
            bytes == null ? "" : new Bytes(bytes).toString(),
            new Bytes(table.indexBytes()).toString(),
            Words.whole(table.rows()),
            Words.percent(table.upkeep().deadShare(table.rows()), 1),
            Words.whole(table.scans().sequential()),
            Words.whole(table.scans().index()),
            Words.whole(writes.inserted() + writes.updated() + writes.deleted())
                    + (table.isIncomplete() ? "*" : ""),
            table.databaseName() + " " + table.name().shown()
        };
    }

    private static Part part(TableFigures table) {
        Double hit = table.scans().cacheHit();
        return new Part(
                table.databaseName(),
                table.name().schema(),
                table.name().name(),
                table.rows(),
                table.bytes(),
                table.indexBytes(),
                table.upkeep().deadRows(),
                PERCENT * table.upkeep().deadShare(table.rows()),
                table.upkeep().changedSinceAnalyze(),
                moment(table.upkeep().lastVacuum()),
                moment(table.upkeep().lastAnalyze()),
                table.upkeep().frozenTransactionAge(),
                table.scans().sequential(),
                table.scans().sequentialRows(),
                table.scans().index(),
                table.scans().indexRows(),
                hit == null ? null : PERCENT * hit,
                table.writes().inserted(),
                table.writes().updated(),
                table.writes().hotUpdated(),
                table.writes().deleted(),
                !table.isIncomplete());
    }

    private static @Nullable String moment(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    private record Document(String instance, String from, String to, List<Part> tables) {}

    private record Part(
            String database,
            String schema,
            String name,
            long rows,
            @Nullable Long bytes,
            long indexBytes,
            long deadRows,
            double deadPercent,
            long changedSinceAnalyze,
            @Nullable String lastVacuum,
            @Nullable String lastAnalyze,
            long frozenTransactionAge,
            long sequentialScans,
            long sequentialRowsRead,
            long indexScans,
            long indexRowsFetched,
            @Nullable Double cacheHitPercent,
            long rowsInserted,
            long rowsUpdated,
            long rowsHotUpdated,
            long rowsDeleted,
            boolean complete) {}
}
