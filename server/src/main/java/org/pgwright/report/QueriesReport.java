package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.QueryFigures;

import java.util.ArrayList;
import java.util.List;

/**
 * What queries did over a time.
 *
 * @param queries in the order to show
 * @param totalMillis of all queries, those not shown too
 */
public record QueriesReport(
        Span span, List<QueryFigures> queries, int queryCount, double totalMillis) {
    private static final double PERCENT = 100;

    public QueriesReport {
        queries = List.copyOf(queries);
    }

    /** The report in a form, in text that ends with a line feed. */
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(
                span.heading(
                        "%s, %s in all"
                                .formatted(
                                        Words.count(queryCount, "query", "queries"),
                                        Words.time(totalMillis)),
                        layout));
        if (queries.isEmpty()) {
            lines.add("");
            lines.add("Nothing ran that was seen; pgwright collect keeps what it sees.");
            return String.join("\n", lines) + "\n";
        }
        TextTable table =
                new TextTable()
                        .column("total", TextTable.Align.RIGHT)
                        .column("share", TextTable.Align.RIGHT)
                        .column("calls", TextTable.Align.RIGHT)
                        .column("mean", TextTable.Align.RIGHT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("hits", TextTable.Align.RIGHT)
                        .column("hash", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        queries.forEach(query -> table.row(cells(query)));
        lines.add("");
        lines.addAll(table.lines("", layout.columns()));
        if (queries.stream().anyMatch(QueryFigures::isIncomplete)) {
            lines.add("");
            lines.add("* More may have happened than could be seen.");
        }
        return String.join("\n", lines) + "\n";
    }

    private String[] cells(QueryFigures query) {
        Double hit = query.blocks().cacheHit();
        return new String[] {
            Words.time(query.totalMillis()),
            Words.percent(query.totalMillis(), totalMillis),
            Words.whole(query.calls()) + (query.isIncomplete() ? "*" : ""),
            Words.time(query.meanMillis()),
            Words.whole(query.rows()),
            hit == null ? "" : Words.percent(hit, 1),
            query.hash().substring(0, 8),
            query.pattern()
        };
    }

    private Document document() {
        return new Document(
                span.instance(),
                span.from().toString(),
                span.to().toString(),
                queryCount,
                totalMillis,
                queries.stream().map(QueriesReport::part).toList());
    }

    private static Part part(QueryFigures query) {
        Double hit = query.blocks().cacheHit();
        return new Part(
                query.hash(),
                query.pattern(),
                query.calls(),
                query.totalMillis(),
                query.meanMillis(),
                query.standardDeviationMillis(),
                query.longestMillis(),
                query.planningMillis(),
                query.rows(),
                hit == null ? null : PERCENT * hit,
                query.blocks().hit(),
                query.blocks().read(),
                query.blocks().dirtied(),
                query.blocks().tempRead(),
                query.blocks().tempWritten(),
                query.walBytes(),
                query.databases(),
                query.roles(),
                query.isOurs(),
                !query.isIncomplete());
    }

    /** As programs read it. */
    private record Document(
            String instance,
            String from,
            String to,
            int queryCount,
            double totalMillis,
            List<Part> queries) {}

    /** A query as programs read it. */
    private record Part(
            String hash,
            String pattern,
            long calls,
            double totalMillis,
            double meanMillis,
            @Nullable Double standardDeviationMillis,
            @Nullable Double longestMillis,
            double planningMillis,
            long rows,
            @Nullable Double cacheHitPercent,
            long blocksHit,
            long blocksRead,
            long blocksDirtied,
            long tempBlocksRead,
            long tempBlocksWritten,
            long walBytes,
            List<String> databases,
            List<String> roles,
            boolean ours,
            boolean complete) {}
}
