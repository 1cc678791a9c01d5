package org.pgwright.report;

import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.KnownPlanChange;
import org.pgwright.repository.figures.KnownPlans;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.QueryHistory;
import org.pgwright.repository.figures.QueryPercentiles;
import org.pgwright.workload.Percentile;

import java.util.ArrayList;
import java.util.List;

/**
 * What one query did over a time, in full.
 *
 * @param plans that were seen of it
 * @param planChanges that made it slower in that time
 * @param totalMillis of all queries in that time
 */
public record QueryReport(
        Span span,
        QueryFigures query,
        QueryPercentiles percentiles,
        QueryHistory history,
        KnownPlans plans,
        List<KnownPlanChange> planChanges,
        double totalMillis)
        implements Report {
    public QueryReport {
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
        lines.add(span.heading("query " + query.hash().substring(0, 8), layout));
        lines.add("");
        lines.addAll(Words.wrapped(query.pattern(), "  ", layout.columns()));
        lines.add("");
        lines.addAll(facts(layout));
        new QueryTrendSection(history.trend()).add(lines, layout);
        new QueryWaitsSection(history.waits()).add(lines, layout);
        new QueryIndexesSection(history.indexes()).add(lines, layout);
        new QueryExecutionsSection(history.slowest()).add(lines, layout);
        PlanChangePart.add(lines, planChanges, false, layout);
        new QueryPlansSection(plans).add(lines, layout);
        return String.join("\n", lines) + "\n";
    }

    private List<String> facts(Layout layout) {
        List<String> facts = new ArrayList<>();
        facts.add(Words.fact("hash", query.hash()));
        facts.add(Words.fact("first seen", history.firstSeen().toString()));
        facts.add(named("databases", query.databases(), layout));
        facts.add(named("roles", query.roles(), layout));
        facts.add(
                Words.fact(
                        "calls",
                        Words.whole(query.calls())
                                + (query.isIncomplete()
                                        ? ", and maybe more that could not be seen"
                                        : "")));
        facts.add(
                Words.fact(
                        "total time",
                        "%s, %s of the time of all queries"
                                .formatted(
                                        Words.time(query.totalMillis()),
                                        Words.percent(query.totalMillis(), totalMillis))));
        facts.add(Words.fact("a call", call()));
        facts.add(Words.fact("percentiles", percentilesInWords()));
        facts.add(Words.fact("rows", rows()));
        facts.add(Words.fact("blocks", blocks()));
        facts.add(Words.fact("WAL", new Bytes(query.walBytes()).toString()));
        return facts;
    }

    private static String named(String what, List<String> names, Layout layout) {
        String indent = Words.fact(what, "");
        return indent
                + Words.abbreviated(String.join(", ", names), layout.columns() - indent.length());
    }

    private String call() {
        StringBuilder call = new StringBuilder("mean ").append(Words.time(query.meanMillis()));
        if (query.standardDeviationMillis() != null) {
            call.append(", standard deviation ")
                    .append(Words.timeOrNone(query.standardDeviationMillis()));
        }
        if (query.longestMillis() != null) {
            call.append(", longest ").append(Words.timeOrNone(query.longestMillis()));
        }
        if (query.planningMillis() > 0) {
            call.append(", planning ").append(Words.time(query.planningMillis() / query.calls()));
        }
        return call.toString();
    }

    private String percentilesInWords() {
        String known =
                "P50 %s, P95 %s, P99 %s"
                        .formatted(
                                Words.time(percentiles.p50()),
                                Words.time(percentiles.p95()),
                                Words.time(percentiles.p99()));
        return switch (percentiles.p99()) {
            case Percentile.Exact exact -> known;
            case Percentile.Estimated estimated ->
                    "%s, from %s sampled"
                            .formatted(known, Words.count(estimated.sampled(), "call", "calls"));
            case Percentile.Unknown unknown ->
                    "%s: %s".formatted(known, PercentileWords.why(unknown.reason()));
        };
    }

    private String rows() {
        return "%s, %s a call"
                .formatted(
                        Words.whole(query.rows()),
                        Words.number((double) query.rows() / query.calls()));
    }

    private String blocks() {
        QueryFigures.Blocks blocks = query.blocks();
        Double hit = blocks.cacheHit();
        return "%s hit, %s read%s, %s dirtied; temporary %s read, %s written"
                .formatted(
                        Words.whole(blocks.hit()),
                        Words.whole(blocks.read()),
                        hit == null ? "" : " (" + Words.percent(hit, 1) + " hits)",
                        Words.whole(blocks.dirtied()),
                        Words.whole(blocks.tempRead()),
                        Words.whole(blocks.tempWritten()));
    }

    private Document document() {
        return new Document(
                span.instance(),
                span.from().toString(),
                span.to().toString(),
                totalMillis,
                history.firstSeen().toString(),
                QueryPart.of(query, percentiles),
                new QueryTrendSection(history.trend()).part(),
                new QueryWaitsSection(history.waits()).parts(),
                new QueryIndexesSection(history.indexes()).parts(),
                new QueryExecutionsSection(history.slowest()).parts(),
                new QueryPlansSection(plans).parts(),
                PlanChangePart.of(planChanges));
    }

    /**
     * As programs read it.
     *
     * @param totalMillis of all queries
     */
    private record Document(
            String instance,
            String from,
            String to,
            double totalMillis,
            String firstSeen,
            QueryPart query,
            QueryTrendSection.Part trend,
            List<QueryWaitsSection.Part> sessions,
            List<QueryIndexesSection.Part> indexes,
            List<QueryExecutionsSection.Part> slowestExecutions,
            List<QueryPlansSection.Part> plans,
            List<PlanChangePart> planChanges) {}
}
