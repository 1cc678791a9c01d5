package org.pgwright.web.page;

import org.pgwright.report.StatusReport;
import org.pgwright.repository.figures.InstanceStatus;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;

import java.time.InstantSource;
import java.util.Map;

/** How one database is: what is wrong now, and what would help most. */
@Controller
public final class DatabasePages {
    private final KnownFigures figures;
    private final InstantSource clock;
    private final Pages pages;

    public DatabasePages(KnownFigures figures, InstantSource clock, Pages pages) {
        this.figures = figures;
        this.clock = clock;
        this.pages = pages;
    }

    @GetMapping("/db/{database}")
    View overview(@PathVariable String database, FiguresParameters parameters) {
        WatchedInstance instance = figures.instance(database);
        FiguresOptions options = parameters.of(database);
        StatusReport report = figures.status(options);
        InstanceStatus status = report.status();
        Place place = new Place(instance, Section.OVERVIEW);
        Address here = Address.of(place.address(), parameters);
        double total = figures.queries(options, QueryOrder.TOTAL, false).totalMillis();
        return pages.page(
                Pages.Head.of("database", "Overview", place),
                Map.of(
                        "period",
                        Period.of(here, parameters, status.window().from(), status.window().to()),
                        "wrong",
                        Concerns.wrong(report, here, clock.instant()),
                        "helpful",
                        Concerns.helpful(report, here, total),
                        "report",
                        report,
                        "totalMillis",
                        total));
    }
}
