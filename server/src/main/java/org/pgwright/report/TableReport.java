package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.ColumnFigures;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.TableFigures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that is known of one table: its columns, its indexes, what is wrong with it.
 *
 * @param findings about it or its indexes
 */
public record TableReport(
        Span span,
        TableFigures table,
        List<ColumnFigures> columns,
        List<IndexFigures> indexes,
        List<KnownFinding> findings)
        implements Report {
    public TableReport {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        findings = List.copyOf(findings);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(
                            new Document(
                                    span.instance(),
                                    span.from().toString(),
                                    span.to().toString(),
                                    TableDocument.of(table, span, null, findings, columns),
                                    indexes.stream()
                                            .map(index -> IndexDocument.of(index, findings))
                                            .toList(),
                                    findings.stream().map(FindingLines.Document::of).toList()));
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(span.heading(table.databaseName() + " " + table.name().shown(), layout));
        lines.add("");
        lines.addAll(facts());
        if (!columns.isEmpty()) {
            lines.add("");
            lines.addAll(columnTable().lines("", layout.columns()));
        }
        if (!indexes.isEmpty()) {
            lines.add("");
            lines.addAll(IndexesReport.table(indexes, findings).lines("", layout.columns()));
        }
        lines.addAll(FindingLines.of(findings, layout));
        return String.join("\n", lines) + "\n";
    }

    private List<String> facts() {
        TableFigures.Upkeep upkeep = table.upkeep();
        return List.of(
                "rows        %s, %s dead (%s)"
                        .formatted(
                                Words.whole(table.rows()),
                                Words.whole(upkeep.deadRows()),
                                Words.percent(upkeep.deadShare(table.rows()), 1)),
                "size        %s, indexes %s"
                        .formatted(SizeWords.bytes(table.bytes()), new Bytes(table.indexBytes())),
                "growth      "
                        + SizeWords.growth(table.size().growthBytes())
                        + since(table.size().grownSince()),
                "bloat       " + SizeWords.sentence(table.size()),
                "written     %s rows a second: %s inserted, %s updated (%s heap-only), %s deleted"
                        .formatted(
                                Words.number(table.writesPerSecond(span.from(), span.to())),
                                Words.whole(table.writes().inserted()),
                                Words.whole(table.writes().updated()),
                                Words.whole(table.writes().hotUpdated()),
                                Words.whole(table.writes().deleted())),
                "read        %s sequential scans of %s rows, %s index scans of %s rows"
                        .formatted(
                                Words.whole(table.scans().sequential()),
                                Words.whole(table.scans().sequentialRows()),
                                Words.whole(table.scans().index()),
                                Words.whole(table.scans().indexRows())),
                "vacuumed    " + moment(upkeep.lastVacuum()),
                "analyzed    "
                        + moment(upkeep.lastAnalyze())
                        + ", "
                        + Words.whole(upkeep.changedSinceAnalyze())
                        + " rows changed since");
    }

    private static String since(@Nullable Instant moment) {
        return moment == null ? "" : " since " + moment;
    }

    private static String moment(@Nullable Instant moment) {
        return moment == null ? "never" : moment.toString();
    }

    private TextTable columnTable() {
        TextTable text =
                new TextTable()
                        .column("distinct", TextTable.Align.RIGHT)
                        .column("selectivity", TextTable.Align.RIGHT)
                        .column("", TextTable.Align.LEFT)
                        .column("nulls", TextTable.Align.RIGHT)
                        .column("bytes", TextTable.Align.RIGHT)
                        .column("column", TextTable.Align.LEFT);
        for (ColumnFigures column : columns) {
            Double distinct = column.distinctValues();
            Double selectivity = column.selectivity();
            ColumnFigures.Selectivity word = column.selectivityClass();
            Double nulls = column.nullShare();
            text.row(
                    distinct == null ? "-" : Words.whole(Math.round(distinct)),
                    selectivity == null ? "-" : String.format(Locale.ROOT, "%.3f", selectivity),
                    word == null ? "" : word.name().toLowerCase(Locale.ROOT),
                    nulls == null ? "-" : Words.percent(nulls, 1),
                    column.averageBytes() == null ? "-" : column.averageBytes().toString(),
                    column.name() + " " + column.type());
        }
        return text;
    }

    private record Document(
            String instance,
            String from,
            String to,
            TableDocument table,
            List<IndexDocument> indexes,
            List<FindingLines.Document> findings) {}
}
