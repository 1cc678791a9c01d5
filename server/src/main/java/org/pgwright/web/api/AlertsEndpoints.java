package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertBoard;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.report.AlertsReport;
import org.pgwright.report.SilencesReport;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.web.access.Asking;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Which alerts fire, and what people do about them. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Alerts")
public final class AlertsEndpoints {
    private final Function<Actor, AlertOffice> offices;

    /**
     * @param offices of who asks
     */
    public AlertsEndpoints(Function<Actor, AlertOffice> offices) {
        this.offices = offices;
    }

    /** What is said of it. */
    public record Remark(@Nullable String comment) {}

    /** What nobody is to be told of, and for how long; what is null is about all. */
    public record NewSilence(
            @Nullable String database,
            @Nullable String metric,
            @Nullable String subject,
            int hours,
            @Nullable String comment) {}

    private AlertBoard board() {
        return offices.apply(Asking.actor()).board();
    }

    @Operation(
            operationId = "alerts",
            summary = "Which alerts fire, how often each was seen and when last")
    @GetMapping("/databases/{database}/alerts")
    AlertsReport alerts(
            @PathVariable String database, @RequestParam(defaultValue = "0") int endedHours) {
        AlertBoard board = board();
        return new AlertsReport(
                board.standing(database),
                endedHours > 0 ? board.ended(database, Duration.ofHours(endedHours)) : null);
    }

    @Operation(
            operationId = "acknowledgeAlert",
            summary = "Notes that somebody sees to an alert, by its id, and tells the channels")
    @PostMapping("/alerts/{alert}/acknowledge")
    AlertsReport acknowledge(@PathVariable String alert, @RequestBody Remark remark) {
        return new AlertsReport(List.of(board().acknowledge(alert, text(remark.comment()))), null);
    }

    @Operation(operationId = "silences", summary = "The silences that hold now")
    @GetMapping("/silences")
    SilencesReport silences() {
        return new SilencesReport(board().silences());
    }

    @Operation(operationId = "addSilence", summary = "Has nobody told of alerts for a time")
    @PostMapping("/silences")
    @ResponseStatus(HttpStatus.CREATED)
    SilencesReport silence(@RequestBody NewSilence wanted) {
        return new SilencesReport(
                List.of(
                        board().silence(
                                        new AlertBoard.Wish(
                                                wanted.database(),
                                                MetricText.orNull(wanted.metric()),
                                                wanted.subject(),
                                                Duration.ofHours(wanted.hours()),
                                                text(wanted.comment())))));
    }

    @Operation(operationId = "endSilence", summary = "Ends a silence early")
    @DeleteMapping("/silences/{silence}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endSilence(@PathVariable String silence) {
        board().endSilence(silence);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
