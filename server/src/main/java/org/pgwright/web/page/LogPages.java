package org.pgwright.web.page;

import org.pgwright.report.LogHistoryReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.LogHistory;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the logs of a database's servers tell, without values. */
@Controller
public final class LogPages {
    private final KnownFigures figures;
    private final Pages pages;

    public LogPages(KnownFigures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    @GetMapping("/db/{database}/logs")
    View logs(@PathVariable String database, FiguresParameters parameters) {
        Place place = new Place(figures.instance(database), Section.LOGS);
        LogHistoryReport report = figures.logs(parameters.of(database));
        Address here = Address.of(place.address(Section.LOGS), parameters);
        return pages.page(
                Pages.Head.of("logs", "Logs", place),
                Map.of(
                        "period",
                        Period.of(here, parameters, report.span()),
                        "log",
                        report.log(),
                        "plots",
                        List.of(
                                plot("Errors", report.log(), LogHistory.Point::errors),
                                plot("Other events", report.log(), LogHistory.Point::others))));
    }

    private static Plot plot(String title, LogHistory log, ToLongFunction<LogHistory.Point> count) {
        return new Plot(
                title,
                "in " + Words.time((double) log.step().toMillis()),
                log.points().stream()
                        .map(
                                point ->
                                        Plot.Point.of(
                                                point.from(),
                                                (double) count.applyAsLong(point),
                                                value -> Words.whole((long) value)))
                        .toList());
    }
}
