package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.SessionEventKind;
import org.pgwright.report.ActivityHistoryReport;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.ActivityHistory;
import org.pgwright.repository.figures.EventFigures;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the sessions of a database do, and who waits for whom. */
@Controller
public final class ActivityPages {
    private static final int MOST = 20;

    private final KnownFigures figures;
    private final Pages pages;

    public ActivityPages(KnownFigures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    @GetMapping("/db/{database}/activity")
    View activity(@PathVariable String database, FiguresParameters parameters) {
        Place place = new Place(figures.instance(database), Section.ACTIVITY);
        FiguresOptions options = parameters.of(database);
        ActivityHistoryReport history = figures.activity(options);
        Address here = Address.of(place.address(Section.ACTIVITY), parameters);
        List<EventFigures> waits =
                figures.lockHistory(options).events().stream()
                        .filter(event -> event.kind() == SessionEventKind.LOCK_WAIT)
                        .limit(MOST)
                        .toList();
        return pages.page(
                Pages.Head.of("activity", "Activity", place),
                Map.of(
                        "period",
                        Period.of(here, parameters, history.span()),
                        "servers",
                        figures.activity(database).servers(),
                        "history",
                        history.activity(),
                        "plots",
                        List.of(
                                plot("Active", history, ActivityHistory.Average::active),
                                plot(
                                        "Idle in transaction",
                                        history,
                                        ActivityHistory.Average::idleInTransaction)),
                        "waits",
                        waits));
    }

    private static Plot plot(
            String title,
            ActivityHistoryReport report,
            ToDoubleFunction<ActivityHistory.Average> figure) {
        return new Plot(
                title,
                "sessions at a time",
                report.activity().points().stream()
                        .map(
                                point ->
                                        Plot.Point.of(
                                                point.from(),
                                                value(point.sessions(), figure),
                                                Words::decimal))
                        .toList());
    }

    private static @Nullable Double value(
            ActivityHistory.@Nullable Average sessions,
            ToDoubleFunction<ActivityHistory.Average> figure) {
        return sessions == null ? null : Double.valueOf(figure.applyAsDouble(sessions));
    }
}
