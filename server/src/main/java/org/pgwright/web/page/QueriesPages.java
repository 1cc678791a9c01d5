package org.pgwright.web.page;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.QueriesReport;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.QueryOrder;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.Map;

/** What the queries of a database did. */
@Controller
public final class QueriesPages {
    /** What is read at once, and what the first page shows. */
    static final int STEP = 100;

    private static final int MOST = 5_000;

    private final KnownFigures figures;
    private final Pages pages;

    public QueriesPages(KnownFigures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    @GetMapping("/db/{database}/queries")
    View queries(
            @PathVariable String database,
            FiguresParameters parameters,
            @RequestParam(defaultValue = "total") QueriesSort sort,
            @RequestParam(defaultValue = "all") QueriesView.Show show,
            @RequestParam(defaultValue = "") String search,
            @RequestParam(defaultValue = "100") int shown) {
        if (shown < 1 || shown > MOST) {
            throw new PgwrightException(ErrorCode.USAGE, "shown is " + shown, "give 1 to " + MOST);
        }
        WatchedInstance instance = figures.instance(database);
        Place place = new Place(instance, Section.QUERIES);
        FiguresOptions options = parameters.of(database);
        // All, whatever is shown: sorted otherwise, they are not asked for again.
        QueriesReport report = figures.queries(options, QueryOrder.TOTAL, false);
        QueriesView view =
                QueriesView.of(
                        report,
                        figures.marks(options),
                        new QueriesView.Choice(sort, show, search, shown));
        Address here =
                Address.of(place.address(Section.QUERIES), parameters)
                        .with("sort", sort == QueriesSort.TOTAL ? null : sort.word())
                        .with("show", show == QueriesView.Show.ALL ? null : show.word())
                        .with("search", search);
        return pages.page(
                Pages.Head.of("queries", "Queries", place),
                Map.of("view", view, "period", Period.of(here, parameters, report.span())));
    }
}
