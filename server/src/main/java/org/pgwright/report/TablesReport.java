package org.pgwright.report;

import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.ColumnFigures;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.TableFigures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How tables are, and what was done to them over a time.
 *
 * @param all the tables, in the order to show
 * @param shown how many of them
 * @param details what is known of them beside figures
 * @param isByGroup whether people want to see groups of tables instead
 */
public record TablesReport(
        Span span, List<TableFigures> all, int shown, Details details, boolean isByGroup)
        implements Report {
    public TablesReport {
        all = List.copyOf(all);
    }

    /**
     * What is known of tables beside figures.
     *
     * @param columns by the number of the table
     * @param findings what is wrong with their schemas
     */
    public record Details(Map<Integer, List<ColumnFigures>> columns, List<KnownFinding> findings) {
        public Details {
            columns = Map.copyOf(columns);
            findings = List.copyOf(findings);
        }

        List<ColumnFigures> columnsOf(TableFigures table) {
            return columns.getOrDefault(table.key().id(), List.of());
        }
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        TableGroups groups = new TableGroups(span, all);
        return switch (format) {
            case TEXT -> isByGroup ? groupsText(groups, layout) : text(layout);
            case JSON -> json(groups);
        };
    }

    private String json(TableGroups groups) {
        return Json.of(
                new Document(
                        span.instance(),
                        span.from().toString(),
                        span.to().toString(),
                        all.stream()
                                .limit(shown)
                                .map(
                                        table ->
                                                TableDocument.of(
                                                        table,
                                                        span,
                                                        groups.wordOf(table),
                                                        details.findings(),
                                                        details.columnsOf(table)))
                                .toList(),
                        groups.all()));
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(span.heading(Words.count(shown, "table", "tables"), layout));
        TextTable table =
                new TextTable()
                        .column("size", TextTable.Align.RIGHT)
                        .column("indexes", TextTable.Align.RIGHT)
                        .column("growth", TextTable.Align.RIGHT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("dead", TextTable.Align.RIGHT)
                        .column("bloat", TextTable.Align.RIGHT)
                        .column("seq scans", TextTable.Align.RIGHT)
                        .column("writes/s", TextTable.Align.RIGHT)
                        .column("table", TextTable.Align.LEFT);
        boolean isOneDatabase = all.stream().map(TableFigures::databaseName).distinct().count() < 2;
        all.stream().limit(shown).forEach(of -> table.row(cells(of, isOneDatabase)));
        lines.add("");
        lines.addAll(table.lines("", layout.columns()));
        return String.join("\n", lines) + "\n";
    }

    private String[] cells(TableFigures table, boolean isOneDatabase) {
        return new String[] {
            SizeWords.bytes(table.bytes()),
            new Bytes(table.indexBytes()).toString(),
            SizeWords.growth(table.size().growthBytes()),
            Words.whole(table.rows()),
            Words.percent(table.upkeep().deadShare(table.rows()), 1),
            SizeWords.bloat(table.size()),
            Words.whole(table.scans().sequential()),
            Words.number(table.writesPerSecond(span.from(), span.to()))
                    + (table.isIncomplete() ? "*" : ""),
            (isOneDatabase ? "" : table.databaseName() + " ") + table.name().shown()
        };
    }

    private String groupsText(TableGroups groups, Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(span.heading(Words.count(groups.all().size(), "group", "groups"), layout));
        TextTable table =
                new TextTable()
                        .column("tables", TextTable.Align.RIGHT)
                        .column("size", TextTable.Align.RIGHT)
                        .column("indexes", TextTable.Align.RIGHT)
                        .column("growth", TextTable.Align.RIGHT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("writes/s", TextTable.Align.RIGHT)
                        .column("group", TextTable.Align.LEFT);
        for (TableGroups.Group group : groups.all()) {
            String word = group.word() == null ? "(others)" : group.word();
            table.row(
                    Words.whole(group.tables()),
                    new Bytes(group.bytes()).toString(),
                    new Bytes(group.indexBytes()).toString(),
                    SizeWords.growth(group.growthBytes()),
                    Words.whole(group.rows()),
                    Words.number(group.writesPerSecond()),
                    group.database() + " " + group.schema() + " " + word);
        }
        lines.add("");
        lines.addAll(table.lines("", layout.columns()));
        return String.join("\n", lines) + "\n";
    }

    private record Document(
            String instance,
            String from,
            String to,
            List<TableDocument> tables,
            List<TableGroups.Group> groups) {}
}
