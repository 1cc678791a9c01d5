package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ThresholdChange;
import org.pgwright.alerting.ThresholdDesk;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.ThresholdsReport;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.web.access.Asking;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.function.Function;

/** From which values on there are alerts. */
@RestController
@RequestMapping("/api/v1/databases/{database}/thresholds")
@Tag(name = "Alerts")
public final class ThresholdsEndpoints {
    private final Function<Actor, AlertOffice> offices;

    /**
     * @param offices of who asks
     */
    public ThresholdsEndpoints(Function<Actor, AlertOffice> offices) {
        this.offices = offices;
    }

    /** What becomes of a threshold, in the unit of its metric; what is null stays. */
    public record NewValues(
            @Nullable Double warning,
            @Nullable Double critical,
            @Nullable Boolean enabled,
            @Nullable Long lastingSeconds,
            @Nullable Double marginPercent,
            @Nullable Long diskBytes) {}

    private ThresholdDesk desk() {
        return offices.apply(Asking.actor()).thresholds();
    }

    @Operation(operationId = "thresholds", summary = "The thresholds of a database")
    @GetMapping
    ThresholdsReport all(@PathVariable String database) {
        return new ThresholdsReport(desk().all(database));
    }

    @Operation(
            operationId = "setThreshold",
            summary = "Sets what is given of a threshold, of the whole database or a table")
    @PutMapping("/{metric}")
    ThresholdsReport set(
            @PathVariable String database,
            @PathVariable String metric,
            @RequestParam @Nullable String table,
            @RequestBody NewValues values) {
        Long seconds = values.lastingSeconds();
        ThresholdChange change =
                new ThresholdChange(
                        values.warning(),
                        values.critical(),
                        values.enabled(),
                        seconds == null ? null : Duration.ofSeconds(seconds),
                        values.marginPercent(),
                        values.diskBytes());
        return new ThresholdsReport(
                desk().set(database, MetricText.of(metric), table(table), change));
    }

    @Operation(
            operationId = "unsetThreshold",
            summary = "Makes a threshold again what it was; that of a table goes")
    @DeleteMapping("/{metric}")
    ThresholdsReport unset(
            @PathVariable String database,
            @PathVariable String metric,
            @RequestParam @Nullable String table) {
        return new ThresholdsReport(desk().unset(database, MetricText.of(metric), table(table)));
    }

    private static @Nullable TableName table(@Nullable String text) {
        try {
            return text == null ? null : TableName.of(text);
        } catch (IllegalArgumentException senseless) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "that is no name of a table",
                    "give it as TABLE or SCHEMA.TABLE",
                    senseless);
        }
    }
}
