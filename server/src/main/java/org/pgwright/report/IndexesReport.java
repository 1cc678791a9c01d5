package org.pgwright.report;

import org.pgwright.findings.Finding;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.KnownFinding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What indexes did over a time, on all nodes together, and what may become of them.
 *
 * @param indexes in the order to show
 * @param findings what is wrong with indexes, those that are not shown too
 * @param unused those that nothing has used since pgwright made them, whether shown or not
 */
public record IndexesReport(
        Span span,
        List<IndexFigures> indexes,
        List<KnownFinding> findings,
        List<UnusedSinceMade> unused)
        implements Report {
    public IndexesReport {
        indexes = List.copyOf(indexes);
        unused = List.copyOf(unused);
        findings =
                findings.stream()
                        .filter(
                                known ->
                                        known.finding().kind()
                                                != Finding.Kind.FOREIGN_KEY_WITHOUT_INDEX)
                        .toList();
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
                                    indexes.stream()
                                            .map(index -> IndexDocument.of(index, findings))
                                            .toList(),
                                    findings.stream().map(FindingLines.Document::of).toList(),
                                    unused.stream().map(UnusedPart::of).toList()));
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(span.heading(Words.count(indexes.size(), "index", "indexes"), layout));
        lines.add("");
        lines.addAll(table(indexes, findings).lines("", layout.columns()));
        lines.addAll(FindingLines.of(findings, layout));
        indexes.stream()
                .flatMap(index -> droppable(index).stream())
                .forEach(
                        line -> {
                            lines.add("");
                            lines.addAll(Words.wrapped(line, "", layout.columns()));
                        });
        lines.addAll(UnusedPart.lines(unused, layout));
        return String.join("\n", lines) + "\n";
    }

    private static Optional<String> droppable(IndexFigures index) {
        return Optional.ofNullable(index.drop())
                .filter(IndexFigures.Drop::isRecommended)
                .map(
                        drop ->
                                "unused index, %s %s on %s: %s"
                                        .formatted(
                                                index.databaseName(),
                                                index.name(),
                                                index.table().shown(),
                                                drop.reason()));
    }

    /** The indexes line by line. */
    static TextTable table(List<IndexFigures> indexes, List<KnownFinding> findings) {
        TextTable table =
                new TextTable()
                        .column("scans", TextTable.Align.RIGHT)
                        .column("rows read", TextTable.Align.RIGHT)
                        .column("size", TextTable.Align.RIGHT)
                        .column("growth", TextTable.Align.RIGHT)
                        .column("bloat", TextTable.Align.RIGHT)
                        .column("table writes", TextTable.Align.RIGHT)
                        .column("", TextTable.Align.LEFT)
                        .column("index", TextTable.Align.LEFT);
        indexes.forEach(index -> table.row(cells(index, findings)));
        return table;
    }

    private static String[] cells(IndexFigures index, List<KnownFinding> findings) {
        return new String[] {
            Words.whole(index.scans()) + (index.isIncomplete() ? "*" : ""),
            Words.whole(index.rowsRead()),
            SizeWords.bytes(index.bytes()),
            SizeWords.growth(index.size().growthBytes()),
            SizeWords.bloat(index.size()),
            Words.whole(index.tableWrites()),
            mark(index, findings),
            index.databaseName() + " " + index.table().shown() + " " + index.name()
        };
    }

    /** What matters most about it, in a word. */
    public static String mark(IndexFigures index, List<KnownFinding> findings) {
        if (!index.flags().isValid()) {
            return "invalid";
        }
        Optional<Finding> finding =
                findings.stream()
                        .filter(known -> known.isOf(index))
                        .map(KnownFinding::finding)
                        .findFirst();
        if (finding.isPresent()) {
            return switch (finding.get().kind()) {
                case INVALID_INDEX -> "invalid";
                case DUPLICATE_INDEX -> "duplicate";
                case REDUNDANT_INDEX -> "redundant";
                case UNUSED_INDEX -> "unused";
                case FOREIGN_KEY_WITHOUT_INDEX -> "";
            };
        }
        if (index.drop() != null && index.drop().isRecommended()) {
            return "unused";
        }
        if (index.flags().isPrimary()) {
            return "primary";
        }
        if (index.flags().isUnique() || index.flags().isConstraint()) {
            return "unique";
        }
        return index.flags().duties().stream()
                .sorted()
                .findFirst()
                .map(
                        duty ->
                                switch (duty) {
                                    case FOREIGN_KEY -> "foreign key";
                                    case REPLICA_IDENTITY -> "replica id";
                                    case PARTITIONED_INDEX -> "partition";
                                })
                .orElse("");
    }

    private record Document(
            String instance,
            String from,
            String to,
            List<IndexDocument> indexes,
            List<FindingLines.Document> findings,
            List<UnusedPart> unusedSinceMade) {}
}
