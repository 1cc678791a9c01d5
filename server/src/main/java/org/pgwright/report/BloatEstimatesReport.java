package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.SchemaReading;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.SizeFigures;
import org.pgwright.repository.figures.TableFigures;
import org.pgwright.sizes.FreshSize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tables and B-trees would lose most if they were written anew, by estimates.
 *
 * @param source the server or instance
 * @param entries all, the worst first
 * @param top how many to show
 */
public record BloatEstimatesReport(String source, List<Entry> entries, int top) implements Report {
    private static final Comparator<Entry> WORST_FIRST =
            Comparator.comparingLong(
                            (Entry entry) -> {
                                Long wasted = entry.size().bloatBytes();
                                return wasted == null ? -1 : wasted;
                            })
                    .reversed()
                    .thenComparing(Entry::table)
                    .thenComparing(entry -> entry.index() == null ? "" : entry.index());

    public BloatEstimatesReport {
        entries = entries.stream().sorted(WORST_FIRST).toList();
    }

    /**
     * A table or index.
     *
     * @param index null for the table itself
     */
    public record Entry(
            String database, QualifiedName table, @Nullable String index, SizeFigures size) {
        private boolean isBloated() {
            Long wasted = size.bloatBytes();
            return wasted != null && wasted > 0;
        }

        private String shown() {
            String name =
                    index == null
                            ? table.shown()
                            : new QualifiedName(table.schema(), index).shown()
                                    + " on "
                                    + table.shown();
            return database + " " + name;
        }
    }

    /** As a look at a database found it just now. */
    public static BloatEstimatesReport of(
            String source, String database, SchemaReading reading, int top) {
        List<Entry> entries = new ArrayList<>();
        reading.tables()
                .forEach(
                        table ->
                                entries.add(
                                        new Entry(
                                                database,
                                                table.name(),
                                                null,
                                                size(table.bytes(), table.fresh()))));
        reading.indexes()
                .forEach(
                        index ->
                                entries.add(
                                        new Entry(
                                                database,
                                                index.table(),
                                                index.name(),
                                                size(index.bytes(), index.fresh()))));
        return new BloatEstimatesReport(source, entries, top);
    }

    /** As the repository has it. */
    public static BloatEstimatesReport of(
            Span span, List<TableFigures> tables, List<IndexFigures> indexes, int top) {
        List<Entry> entries = new ArrayList<>();
        tables.forEach(
                table ->
                        entries.add(
                                new Entry(table.databaseName(), table.name(), null, table.size())));
        indexes.forEach(
                index ->
                        entries.add(
                                new Entry(
                                        index.databaseName(),
                                        index.table(),
                                        index.name(),
                                        index.size())));
        return new BloatEstimatesReport(span.instance(), entries, top);
    }

    private static SizeFigures size(long bytes, FreshSize fresh) {
        return switch (fresh) {
            case FreshSize.Known known ->
                    new SizeFigures(null, null, bytes, known.size().count(), null);
            case FreshSize.Unknown unknown ->
                    new SizeFigures(
                            null,
                            null,
                            bytes,
                            null,
                            SizeFigures.Missing.valueOf(unknown.reason().name()));
        };
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(
                            new Document(
                                    source,
                                    entries.stream()
                                            .limit(top)
                                            .map(BloatEstimatesReport::part)
                                            .toList()));
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(layout.heading(Words.oneLine(source) + ": bloat by estimates"));
        List<Entry> known = entries.stream().filter(Entry::isBloated).toList();
        if (known.isEmpty()) {
            lines.add("");
            lines.add("Nothing would shrink as far as can be told.");
        } else {
            TextTable table =
                    new TextTable()
                            .column("bloat", TextTable.Align.RIGHT)
                            .column("share", TextTable.Align.RIGHT)
                            .column("size", TextTable.Align.RIGHT)
                            .column("of", TextTable.Align.LEFT);
            known.stream()
                    .limit(top)
                    .forEach(
                            entry ->
                                    table.row(
                                            SizeWords.bytes(entry.size().bloatBytes()),
                                            SizeWords.bloat(entry.size()),
                                            new Bytes(entry.size().bytes()).toString(),
                                            entry.shown()));
            lines.add("");
            lines.addAll(table.lines("", layout.columns()));
        }
        lines.addAll(unknown(layout));
        return String.join("\n", lines) + "\n";
    }

    private List<String> unknown(Layout layout) {
        Map<SizeFigures.Missing, Long> counts = new TreeMap<>();
        for (Entry entry : entries) {
            SizeFigures.Missing why = entry.size().missing();
            if (why != null) {
                counts.merge(why, 1L, Long::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        counts.forEach(
                (why, count) -> {
                    lines.add("");
                    lines.addAll(
                            Words.wrapped(
                                    "Not known of %s: %s."
                                            .formatted(Words.whole(count), SizeWords.why(why)),
                                    "",
                                    layout.columns()));
                });
        return lines;
    }

    private static Part part(Entry entry) {
        return new Part(
                entry.database(),
                entry.table().schema(),
                entry.table().name(),
                entry.index(),
                entry.size().bytes(),
                entry.size().bloatBytes(),
                SizeWords.bloatPercent(entry.size()),
                SizeWords.missing(entry.size()));
    }

    private record Document(String source, List<Part> estimates) {}

    private record Part(
            String database,
            String schema,
            String table,
            @Nullable String index,
            long bytes,
            @Nullable Long bloatBytes,
            @Nullable Double bloatPercent,
            @Nullable String bloatMissing) {}
}
