package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.QueryTrend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** How a query went over the time, and compared with the time before. */
record QueryTrendSection(QueryTrend trend) {
    private static final double PERCENT = 100;

    void add(List<String> lines, Layout layout) {
        lines.add("");
        lines.add(
                layout.heading(
                        "Trend: a character for %s, from %s on"
                                .formatted(
                                        Words.time((double) trend.step().toMillis()),
                                        trend.points().getFirst().from())));
        line(lines, "calls", point -> (double) point.did().calls(), v -> Words.whole((long) v));
        line(lines, "mean", point -> point.did().meanMillis(), Words::time);
        line(lines, "total", point -> point.did().totalMillis(), Words::time);
        line(lines, "rows", point -> (double) point.did().rows(), v -> Words.whole((long) v));
        line(lines, "cache hits", point -> point.did().cacheHit(), v -> Words.percent(v, 1));
        if (trend.points().stream().anyMatch(point -> !point.isWatched())) {
            lines.add("Where there is a blank, nothing was collected, or there was no call.");
        }
        compared(lines, layout);
    }

    private void line(
            List<String> lines,
            String name,
            Function<QueryTrend.Point, @Nullable Double> value,
            DoubleFunction<String> words) {
        List<@Nullable Double> values = new ArrayList<>();
        trend.points().forEach(point -> values.add(point.isWatched() ? value.apply(point) : null));
        lines.add(Words.fact(name, TrendLine.of(values, words)));
    }

    private void compared(List<String> lines, Layout layout) {
        lines.add("");
        QueryTrend.Before before = trend.before();
        if (before == null) {
            lines.add("Nothing was collected in the time of that length before.");
            return;
        }
        lines.add(
                layout.heading(
                        "Compared with the time of that length before%s"
                                .formatted(
                                        before.isWhole()
                                                ? ""
                                                : ", which was not watched throughout")));
        TextTable table = new TextTable().column("", TextTable.Align.LEFT);
        List.of("calls", "mean", "total", "rows", "hits")
                .forEach(name -> table.column(name, TextTable.Align.RIGHT));
        row(table, "now", trend.now());
        row(table, "before", before.did());
        lines.addAll(table.lines("", layout.columns()));
    }

    private static void row(TextTable table, String name, QueryTrend.Sum did) {
        Double hit = did.cacheHit();
        table.row(
                name,
                Words.whole(did.calls()),
                Words.timeOrNone(did.meanMillis()),
                Words.time(did.totalMillis()),
                Words.whole(did.rows()),
                hit == null ? "" : Words.percent(hit, 1));
    }

    Part part() {
        QueryTrend.Before before = trend.before();
        return new Part(
                trend.step().toSeconds(),
                trend.points().stream().map(QueryTrendSection::part).toList(),
                before == null
                        ? null
                        : new BeforePart(
                                before.from().toString(),
                                before.to().toString(),
                                before.isWhole(),
                                sum(before.did())),
                sum(trend.now()));
    }

    private static PointPart part(QueryTrend.Point point) {
        QueryTrend.Sum did = point.did();
        boolean isWatched = point.isWatched();
        Double hit = did.cacheHit();
        return new PointPart(
                point.from().toString(),
                point.to().toString(),
                isWatched ? did.calls() : null,
                isWatched ? did.rows() : null,
                isWatched ? did.totalMillis() : null,
                did.meanMillis(),
                hit == null ? null : PERCENT * hit);
    }

    private static SumPart sum(QueryTrend.Sum did) {
        Double hit = did.cacheHit();
        return new SumPart(
                did.calls(),
                did.rows(),
                did.totalMillis(),
                did.meanMillis(),
                hit == null ? null : PERCENT * hit);
    }

    /**
     * As programs read it.
     *
     * @param before null where nothing was collected then
     */
    record Part(
            long stepSeconds, List<PointPart> points, @Nullable BeforePart before, SumPart now) {}

    /** A point; nulls where nothing was collected. */
    record PointPart(
            String from,
            String to,
            @Nullable Long calls,
            @Nullable Long rows,
            @Nullable Double totalMillis,
            @Nullable Double meanMillis,
            @Nullable Double cacheHitPercent) {}

    record BeforePart(String from, String to, boolean watchedThroughout, SumPart did) {}

    record SumPart(
            long calls,
            long rows,
            double totalMillis,
            @Nullable Double meanMillis,
            @Nullable Double cacheHitPercent) {}
}
