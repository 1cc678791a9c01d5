package org.pgwright.web.page;

import org.pgwright.report.IndexesReport;
import org.pgwright.report.TableReport;
import org.pgwright.report.TablesReport;
import org.pgwright.repository.figures.IndexFigures;
import org.pgwright.repository.figures.TableFigures;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables and indexes of a database. */
@Controller
public final class RelationPages {
    private final KnownFigures figures;
    private final Pages pages;

    public RelationPages(KnownFigures figures, Pages pages) {
        this.figures = figures;
        this.pages = pages;
    }

    /**
     * @param table of which indexes are shown, with or without its schema; empty for all
     */
    @GetMapping("/db/{database}/indexes")
    View indexes(
            @PathVariable String database,
            FiguresParameters parameters,
            @RequestParam(defaultValue = "all") IndexView.Show show,
            @RequestParam(defaultValue = "size") IndexView.Sort sort,
            @RequestParam(defaultValue = "") String table,
            @RequestParam(defaultValue = "") String search) {
        Place place = new Place(figures.instance(database), Section.INDEXES);
        IndexesReport report = figures.indexes(parameters.of(database), false);
        List<IndexView> views =
                report.indexes().stream()
                        .filter(index -> isOf(index, table.strip()))
                        .filter(index -> contains(index.name(), search))
                        .map(index -> IndexView.of(index, report.findings()))
                        .filter(view -> view.is(show))
                        .sorted(sort.order())
                        .toList();
        Address here =
                Address.of(place.address(Section.INDEXES), parameters)
                        .with("show", show == IndexView.Show.ALL ? null : show.word())
                        .with("sort", sort == IndexView.Sort.SIZE ? null : sort.word())
                        .with("table", table)
                        .with("search", search);
        return pages.page(
                Pages.Head.of("indexes", "Indexes", place),
                Map.of(
                        "period",
                        Period.of(here, parameters, report.span()),
                        "report",
                        report,
                        "views",
                        views,
                        "show",
                        show,
                        "sort",
                        sort));
    }

    private static boolean isOf(IndexFigures index, String table) {
        return table.isEmpty()
                || index.table().name().equals(table)
                || index.table().shown().equals(table);
    }

    private static boolean contains(String name, String search) {
        return name.toLowerCase(Locale.ROOT).contains(search.strip().toLowerCase(Locale.ROOT));
    }

    @GetMapping("/db/{database}/tables")
    View tables(
            @PathVariable String database,
            FiguresParameters parameters,
            @RequestParam(defaultValue = "") String search) {
        Place place = new Place(figures.instance(database), Section.TABLES);
        TablesReport report = figures.tables(parameters.of(database), false, false);
        List<TableFigures> tables =
                report.all().stream()
                        .filter(table -> contains(table.name().shown(), search))
                        .toList();
        Address here = Address.of(place.address(Section.TABLES), parameters).with("search", search);
        return pages.page(
                Pages.Head.of("tables", "Tables", place),
                Map.of(
                        "period",
                        Period.of(here, parameters, report.span()),
                        "report",
                        report,
                        "tables",
                        tables));
    }

    @GetMapping("/db/{database}/tables/{table}")
    View table(
            @PathVariable String database,
            @PathVariable String table,
            FiguresParameters parameters) {
        Place place = new Place(figures.instance(database), Section.TABLES);
        TableReport report = figures.table(parameters.of(database), table);
        Address here =
                Address.of(
                        place.address(Section.TABLES) + "/" + TableAddress.of(report.table()),
                        parameters);
        return pages.page(
                Pages.Head.of("table", "Table " + report.table().name().shown(), place),
                Map.of(
                        "period",
                        Period.of(here, parameters, report.span()),
                        "report",
                        report,
                        "views",
                        report.indexes().stream()
                                .map(index -> IndexView.of(index, report.findings()))
                                .toList()));
    }
}
