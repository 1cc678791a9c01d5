package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.pgwright.report.ActivityHistoryReport;
import org.pgwright.report.ActivityReport;
import org.pgwright.report.BloatEstimatesReport;
import org.pgwright.report.IndexesReport;
import org.pgwright.report.LockHistoryReport;
import org.pgwright.report.LocksReport;
import org.pgwright.report.LogHistoryReport;
import org.pgwright.report.QueriesReport;
import org.pgwright.report.QueryReport;
import org.pgwright.report.StatusReport;
import org.pgwright.report.TableReport;
import org.pgwright.report.TablesReport;
import org.pgwright.tuning.QueryOrder;
import org.pgwright.web.figures.FiguresParameters;
import org.pgwright.web.figures.KnownFigures;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the repository knows of a database; the server itself is not asked. */
@RestController
@RequestMapping("/api/v1/databases/{database}")
@Tag(name = "Figures")
public final class FiguresEndpoints {
    private final KnownFigures figures;

    public FiguresEndpoints(KnownFigures figures) {
        this.figures = figures;
    }

    @Operation(
            operationId = "metrics",
            summary = "All performance figures in one document, as pgwright status shows them")
    @GetMapping("/metrics")
    StatusReport metrics(
            @PathVariable String database, @ParameterObject FiguresParameters parameters) {
        return figures.status(parameters.of(database));
    }

    @Operation(operationId = "queries", summary = "What queries did, as pgwright queries shows it")
    @GetMapping("/queries")
    QueriesReport queries(
            @PathVariable String database,
            @ParameterObject FiguresParameters parameters,
            @RequestParam(defaultValue = "total") QueryOrder sort,
            @RequestParam(defaultValue = "false") boolean withOwn) {
        return figures.queries(parameters.of(database), sort, withOwn);
    }

    @Operation(
            operationId = "query",
            summary = "What one query did, by at least four digits of its hash")
    @GetMapping("/queries/{hash}")
    QueryReport query(
            @PathVariable String database,
            @PathVariable String hash,
            @ParameterObject FiguresParameters parameters) {
        return figures.query(parameters.of(database), hash);
    }

    @Operation(operationId = "indexes", summary = "How indexes are used, and how large they are")
    @GetMapping("/indexes")
    IndexesReport indexes(
            @PathVariable String database,
            @ParameterObject FiguresParameters parameters,
            @RequestParam(defaultValue = "false") boolean withOwn) {
        return figures.indexes(parameters.of(database), withOwn);
    }

    @Operation(operationId = "tables", summary = "How tables are, and what was done to them")
    @GetMapping("/tables")
    TablesReport tables(
            @PathVariable String database,
            @ParameterObject FiguresParameters parameters,
            @RequestParam(defaultValue = "false") boolean withOwn,
            @RequestParam(defaultValue = "false") boolean byGroup) {
        return figures.tables(parameters.of(database), withOwn, byGroup);
    }

    @Operation(operationId = "table", summary = "All about one table, with or without its schema")
    @GetMapping("/tables/{table}")
    TableReport table(
            @PathVariable String database,
            @PathVariable String table,
            @ParameterObject FiguresParameters parameters) {
        return figures.table(parameters.of(database), table);
    }

    @Operation(
            operationId = "bloat",
            summary = "Tables and indexes that would shrink most if they were written anew")
    @GetMapping("/bloat")
    BloatEstimatesReport bloat(
            @PathVariable String database, @ParameterObject FiguresParameters parameters) {
        return figures.bloat(parameters.of(database));
    }

    @Operation(
            operationId = "logs",
            summary = "What the followed logs tell of a time, without values")
    @GetMapping("/logs")
    LogHistoryReport logs(
            @PathVariable String database, @ParameterObject FiguresParameters parameters) {
        return figures.logs(parameters.of(database));
    }

    @Operation(operationId = "activity", summary = "What sessions did at the last look")
    @GetMapping("/activity")
    ActivityReport activity(@PathVariable String database) {
        return figures.activity(database);
    }

    @Operation(
            operationId = "activityHistory",
            summary = "What sessions did over a time, on average")
    @GetMapping("/activity/history")
    ActivityHistoryReport activityHistory(
            @PathVariable String database, @ParameterObject FiguresParameters parameters) {
        return figures.activity(parameters.of(database));
    }

    @Operation(operationId = "locks", summary = "Who waited for whose locks at the last look")
    @GetMapping("/locks")
    LocksReport locks(@PathVariable String database) {
        return figures.locks(database);
    }

    @Operation(
            operationId = "lockHistory",
            summary = "Waits for locks and long transactions over a time")
    @GetMapping("/locks/history")
    LockHistoryReport lockHistory(
            @PathVariable String database, @ParameterObject FiguresParameters parameters) {
        return figures.lockHistory(parameters.of(database));
    }
}
