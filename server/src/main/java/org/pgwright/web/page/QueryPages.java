package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.QueryReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.QueryTrend;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one query did, and its plans. */
@Controller
public final class QueryPages {
    private final KnownFigures figures;
    private final Pages pages;

    public QueryPages(KnownFigures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    /**
     * @param left the hash of a plan to be shown beside another; the dearest if it is not given
     * @param right the other; none if it is not given
     */
    @GetMapping("/db/{database}/queries/{hash}")
    View query(
            @PathVariable String database,
            @PathVariable String hash,
            FiguresParameters parameters,
            @RequestParam(defaultValue = "") String left,
            @RequestParam(defaultValue = "") String right) {
        Place place = new Place(figures.instance(database), Section.QUERIES);
        QueryReport report = figures.query(parameters.of(database), hash);
        String dearest =
                report.plans().plans().isEmpty() ? "" : report.plans().plans().getFirst().hash();
        Address here =
                Address.of(place.address(Section.QUERIES) + "/" + report.query().hash(), parameters)
                        .with("left", left)
                        .with("right", right);
        Map<String, Object> values = new HashMap<>();
        values.put("report", report);
        values.put("period", Period.of(here, parameters, report.span()));
        values.put("plots", plots(report.history().trend()));
        values.put("left", plan(report, left.isBlank() ? dearest : left));
        values.put("right", plan(report, right));
        values.put("seesValues", Pages.showsValues());
        values.put("values", Pages.showsValues() ? figures.values(report) : List.of());
        return pages.page(
                Pages.Head.of("query", "Query " + PlanView.shortened(report.query().hash()), place),
                values);
    }

    /** A plan to look around in, on a page of its own, as the viewer needs all of one. */
    @GetMapping("/db/{database}/queries/{hash}/plans/{plan}")
    View plan(
            @PathVariable String database,
            @PathVariable String hash,
            @PathVariable String plan,
            FiguresParameters parameters) {
        Place place = new Place(figures.instance(database), Section.QUERIES);
        QueryReport report = figures.query(parameters.of(database), hash);
        PlanView shown = plan(report, plan).getFirst();
        return pages.page(
                Pages.Head.of("plan", "Plan " + PlanView.shortened(shown.plan().hash()), place),
                Map.of(
                        "report",
                        report,
                        "shown",
                        shown,
                        "back",
                        Address.of(
                                place.address(Section.QUERIES) + "/" + report.query().hash(),
                                parameters)));
    }

    /** None or one. */
    private static List<PlanView> plan(QueryReport report, String hash) {
        if (hash.isBlank()) {
            return List.of();
        }
        return List.of(
                PlanView.chosen(report.plans(), hash)
                        .orElseThrow(
                                () ->
                                        new PgwrightException(
                                                ErrorCode.NOT_FOUND,
                                                "no plan of this query has that hash",
                                                "choose one on the page of the query")));
    }

    private static List<Plot> plots(QueryTrend trend) {
        return List.of(
                plot(
                        "Calls",
                        "calls",
                        trend,
                        point -> point.isWatched() ? (double) point.did().calls() : null),
                plot("Mean time of a call", "ms", trend, point -> point.did().meanMillis()),
                plot(
                        "Total time",
                        "ms",
                        trend,
                        point -> point.isWatched() ? point.did().totalMillis() : null));
    }

    private static Plot plot(
            String title,
            String unit,
            QueryTrend trend,
            Function<QueryTrend.Point, @Nullable Double> figure) {
        return new Plot(
                title,
                unit,
                trend.points().stream()
                        .map(
                                point ->
                                        Plot.Point.of(
                                                point.from(),
                                                figure.apply(point),
                                                unit.equals("ms") ? Words::time : Words::number))
                        .toList());
    }
}
