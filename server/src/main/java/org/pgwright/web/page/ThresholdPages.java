package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ThresholdChange;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** From which values on there are alerts of a database. */
@Controller
public final class ThresholdPages {
    private static final String PATH = "/thresholds";

    private final Function<Actor, AlertOffice> offices;
    private final KnownFigures figures;
    private final Pages pages;

    /**
     * @param offices of who asks
     */
    public ThresholdPages(Function<Actor, AlertOffice> offices, KnownFigures figures, Pages pages) {
        this.offices = offices;
        this.figures = figures;
        this.pages = pages;
    }

    /** A threshold as it is shown, with its values as they can be typed. */
    public record Row(
            String metric,
            String table,
            String warning,
            String critical,
            String unit,
            String side,
            long seconds,
            boolean enabled) {}

    @GetMapping("/db/{database}/thresholds")
    View thresholds(@PathVariable String database) {
        WatchedInstance instance = figures.instance(database);
        List<Row> rows =
                offices
                        .apply(Asking.actor())
                        .thresholds()
                        .all(instance.name())
                        .thresholds()
                        .stream()
                        .map(ThresholdPages::row)
                        .toList();
        return pages.page(
                Pages.Head.of("thresholds", "Thresholds", new Place(instance, Section.ALERTS)),
                Map.of("rows", rows, "address", Place.address(instance) + PATH));
    }

    private static Row row(Threshold one) {
        TableName table = one.table();
        return new Row(
                one.metric().label(),
                table == null ? "" : table.shown(),
                number(one.warning()),
                number(one.critical()),
                one.metric().unit().label(),
                one.metric().isLessWorse() ? "below" : "above",
                one.settings().lasting().toSeconds(),
                one.isEnabled());
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "%.0f".formatted(value) : String.valueOf(value);
    }

    @PostMapping("/db/{database}/thresholds")
    View set(
            @PathVariable String database,
            @RequestParam String metric,
            @RequestParam(defaultValue = "") String table,
            @RequestParam double warning,
            @RequestParam double critical,
            @RequestParam long seconds,
            @RequestParam(defaultValue = "false") boolean enabled) {
        WatchedInstance instance = figures.instance(database);
        offices.apply(Asking.actor())
                .thresholds()
                .set(
                        instance.name(),
                        metric(metric),
                        table(table),
                        new ThresholdChange(
                                warning,
                                critical,
                                enabled,
                                Duration.ofSeconds(seconds),
                                null,
                                null));
        return AlertPages.seeOther(Place.address(instance) + PATH);
    }

    @PostMapping("/db/{database}/thresholds/unset")
    View unset(
            @PathVariable String database,
            @RequestParam String metric,
            @RequestParam(defaultValue = "") String table) {
        WatchedInstance instance = figures.instance(database);
        offices.apply(Asking.actor())
                .thresholds()
                .unset(instance.name(), metric(metric), table(table));
        return AlertPages.seeOther(Place.address(instance) + PATH);
    }

    private static @Nullable TableName table(String text) {
        try {
            return text.isBlank() ? null : TableName.of(text.strip());
        } catch (IllegalArgumentException senseless) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "that is no name of a table",
                    "give it as TABLE or SCHEMA.TABLE",
                    senseless);
        }
    }

    private static Metric metric(String text) {
        return Metric.of(text)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "there is no such metric",
                                        "choose one of the page"));
    }

    static @Nullable Metric metricOrNull(String text) {
        return text.isBlank() ? null : metric(text.strip());
    }
}
