package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.AccuracyReport;
import org.pgwright.report.HistoryReport;
import org.pgwright.report.StrategiesReport;
import org.pgwright.report.StrategyReport;
import org.pgwright.report.migration.MigrationFormat;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.PastChanges;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.change.MigrationArchive;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.FiguresParameters;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What is wanted of indexes, what people decide on it, and what became of it. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Strategies")
public final class StrategiesEndpoints {
    private static final Set<Status> USUAL = EnumSet.complementOf(EnumSet.of(Status.EXISTING));
    private static final int MOST_HOURS = 400 * 24;

    private final Function<Actor, Changes> changes;
    private final PastChanges past;

    /**
     * @param changes of who decides
     */
    public StrategiesEndpoints(Function<Actor, Changes> changes, PastChanges past) {
        this.changes = changes;
        this.past = past;
    }

    /** Why something is decided so. */
    public record Decision(@Nullable String reason) {}

    /** For how long something is put off, and why. */
    public record Deferral(int hours, @Nullable String reason) {}

    private Changes byThem() {
        return changes.apply(Asking.actor());
    }

    @Operation(
            operationId = "strategies",
            summary = "What is wanted of indexes and statistics, and what was done for it")
    @GetMapping("/databases/{database}/strategies")
    StrategiesReport all(
            @PathVariable String database,
            @RequestParam @Nullable String name,
            @RequestParam(defaultValue = "") List<Status> status) {
        Changes byThem = byThem();
        return new StrategiesReport(
                byThem.list(
                        byThem.instance(database).name(), name, status.isEmpty() ? USUAL : status));
    }

    @Operation(operationId = "strategy", summary = "One strategy in full, by its id")
    @GetMapping("/strategies/{strategy}")
    StrategyReport one(@PathVariable String strategy) {
        return byThem().story(strategy);
    }

    @Operation(operationId = "approve", summary = "Lets a strategy be done")
    @PostMapping("/strategies/{strategy}/approve")
    StrategiesReport approve(@PathVariable String strategy, @RequestBody Decision decision) {
        Changes byThem = byThem();
        return of(byThem.approve(byThem.named(strategy), decision.reason()));
    }

    @Operation(operationId = "defer", summary = "Has a strategy proposed again after a time")
    @PostMapping("/strategies/{strategy}/defer")
    StrategiesReport defer(@PathVariable String strategy, @RequestBody Deferral deferral) {
        if (deferral.hours() < 1 || deferral.hours() > MOST_HOURS) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "hours is out of its range", "give 1 to " + MOST_HOURS);
        }
        Changes byThem = byThem();
        return of(
                byThem.defer(
                        byThem.named(strategy),
                        Duration.ofHours(deferral.hours()),
                        deferral.reason()));
    }

    @Operation(
            operationId = "dismiss",
            summary = "Does not want a strategy; a reason has to be given")
    @PostMapping("/strategies/{strategy}/dismiss")
    StrategiesReport dismiss(@PathVariable String strategy, @RequestBody Decision decision) {
        String reason = decision.reason();
        if (reason == null || reason.isBlank()) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "no reason is given", "say why it is not wanted");
        }
        Changes byThem = byThem();
        return of(byThem.dismiss(byThem.named(strategy), reason));
    }

    private static StrategiesReport of(KnownStrategy strategy) {
        return new StrategiesReport(List.of(strategy));
    }

    @Operation(
            operationId = "export",
            summary =
                    "What is proposed or approved, as migrations with the way back, in a ZIP file")
    @GetMapping(value = "/databases/{database}/export", produces = "application/zip")
    ResponseEntity<byte[]> export(
            @PathVariable String database,
            @RequestParam MigrationFormat format,
            @RequestParam @Nullable String of,
            @RequestParam(defaultValue = "false") boolean phases) {
        Changes byThem = byThem();
        MigrationArchive archive =
                MigrationArchive.of(byThem, byThem.instance(database).name(), of, format, phases);
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(archive.name()).build().toString())
                .body(archive.content());
    }

    @Operation(operationId = "history", summary = "All changes, with what they did")
    @GetMapping("/databases/{database}/history")
    HistoryReport history(@PathVariable String database, @RequestParam @Nullable String since) {
        return past.history(byThem().instance(database).name(), FiguresParameters.back(since));
    }

    @Operation(operationId = "accuracy", summary = "What was promised against what was measured")
    @GetMapping("/databases/{database}/accuracy")
    AccuracyReport accuracy(@PathVariable String database, @RequestParam @Nullable String since) {
        return past.accuracy(byThem().instance(database).name(), FiguresParameters.back(since));
    }
}
