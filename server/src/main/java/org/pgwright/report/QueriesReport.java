package org.pgwright.report;

import org.pgwright.repository.figures.KnownPlanChange;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.workload.Percentile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What queries did over a time.
 *
 * @param queries in the order to show
 * @param percentiles by hash; none where no log was read
 * @param planChanges that made queries slower in that time
 * @param totalMillis of all queries, those not shown too
 */
public record QueriesReport(
        Span span,
        List<QueryFigures> queries,
        Map<String, QueryPercentiles> percentiles,
        List<KnownPlanChange> planChanges,
        int queryCount,
        double totalMillis)
        implements Report {
    public QueriesReport {
        queries = List.copyOf(queries);
        percentiles = Map.copyOf(percentiles);
        planChanges = List.copyOf(planChanges);
    }

    @Override
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
                        .column("std dev", TextTable.Align.RIGHT)
                        .column("max", TextTable.Align.RIGHT);
        if (hasPercentiles()) {
            List.of("P50", "P95", "P99").forEach(p -> table.column(p, TextTable.Align.RIGHT));
        }
        table.column("rows", TextTable.Align.RIGHT)
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
        PlanChangePart.add(lines, shownChanges(), true, layout);
        return String.join("\n", lines) + "\n";
    }

    /** Of the queries that are shown. */
    private List<KnownPlanChange> shownChanges() {
        Set<String> shown =
                queries.stream().map(QueryFigures::hash).collect(Collectors.toUnmodifiableSet());
        return planChanges.stream().filter(change -> shown.contains(change.hash())).toList();
    }

    private String[] cells(QueryFigures query) {
        Double hit = query.blocks().cacheHit();
        List<String> cells = new ArrayList<>();
        cells.add(Words.time(query.totalMillis()));
        cells.add(Words.percent(query.totalMillis(), totalMillis));
        cells.add(Words.whole(query.calls()) + (query.isIncomplete() ? "*" : ""));
        cells.add(Words.time(query.meanMillis()));
        cells.add(Words.timeOrNone(query.standardDeviationMillis()));
        cells.add(Words.timeOrNone(query.longestMillis()));
        if (hasPercentiles()) {
            QueryPercentiles known = percentiles(query);
            cells.add(Words.time(known.p50()));
            cells.add(Words.time(known.p95()));
            cells.add(Words.time(known.p99()));
        }
        cells.add(Words.whole(query.rows()));
        cells.add(hit == null ? "" : Words.percent(hit, 1));
        cells.add(query.hash().substring(0, 8));
        cells.add(query.pattern());
        return cells.toArray(String[]::new);
    }

    /** Whether one can be told of some query. */
    private boolean hasPercentiles() {
        return percentiles.values().stream()
                .flatMap(known -> Stream.of(known.p50(), known.p95(), known.p99()))
                .anyMatch(known -> !(known instanceof Percentile.Unknown));
    }

    private QueryPercentiles percentiles(QueryFigures query) {
        return percentiles.getOrDefault(
                query.hash(), QueryPercentiles.unknown(Percentile.Reason.LOG_NOT_FOLLOWED));
    }

    private Document document() {
        return new Document(
                span.instance(),
                span.from().toString(),
                span.to().toString(),
                queryCount,
                totalMillis,
                queries.stream().map(query -> QueryPart.of(query, percentiles(query))).toList(),
                PlanChangePart.of(shownChanges()));
    }

    /** As programs read it. */
    private record Document(
            String instance,
            String from,
            String to,
            int queryCount,
            double totalMillis,
            List<QueryPart> queries,
            List<PlanChangePart> planChanges) {}
}
