package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ChannelDesk;
import org.pgwright.alerting.channel.Delivery;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.report.ChannelsReport;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.web.access.Asking;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where alerts are sent to. A secret is stored, encrypted: who may use the server from afar is not
 * to have its files and environment sent anywhere.
 */
@RestController
@RequestMapping("/api/v1/channels")
@Tag(name = "Alerts")
public final class ChannelsEndpoints {
    private final Function<Actor, AlertOffice> offices;

    /**
     * @param offices of who asks
     */
    public ChannelsEndpoints(Function<Actor, AlertOffice> offices) {
        this.offices = offices;
    }

    /**
     * A channel that is wanted.
     *
     * @param settings without any secret
     * @param database whose alerts go there; null for all
     * @param severity {@code warning} (the default) or {@code critical}
     */
    public record NewChannel(
            String name,
            @Nullable String kind,
            @Nullable Map<String, String> settings,
            @Nullable String secret,
            boolean allowsPrivate,
            @Nullable String database,
            @Nullable String severity) {}

    /** How a test ended; the reason is null where it got through. */
    public record TestResult(boolean sent, @Nullable String reason) {}

    private ChannelDesk desk() {
        return offices.apply(Asking.actor()).channels();
    }

    @Operation(operationId = "channels", summary = "Where alerts are sent to, without secrets")
    @GetMapping
    ChannelsReport all() {
        return new ChannelsReport(desk().all());
    }

    @Operation(operationId = "addChannel", summary = "Adds a channel; its secret is encrypted")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ChannelsReport add(@RequestBody NewChannel channel) {
        String secret = channel.secret();
        return new ChannelsReport(
                List.of(
                        desk().add(
                                        new ChannelDesk.Wish(
                                                kind(channel.kind()),
                                                channel.name(),
                                                channel.settings() == null
                                                        ? Map.of()
                                                        : channel.settings(),
                                                secret == null || secret.isEmpty()
                                                        ? new ChannelDesk.SecretWish.None()
                                                        : new ChannelDesk.SecretWish.Kept(
                                                                new Secret(secret)),
                                                channel.allowsPrivate(),
                                                new ChannelDesk.Way(
                                                        channel.database(),
                                                        severity(channel.severity()))))));
    }

    private static ChannelKind kind(@Nullable String text) {
        return ChannelKind.of(text == null ? "" : text)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "there is no such kind of channels",
                                        "give webhook, slack, email, pagerduty or alertmanager"));
    }

    private static AlertState severity(@Nullable String text) {
        return switch (text) {
            case null -> AlertState.WARNING;
            case "warning" -> AlertState.WARNING;
            case "critical" -> AlertState.CRITICAL;
            default ->
                    throw new PgwrightException(
                            ErrorCode.USAGE,
                            "there is no such severity",
                            "give warning or critical");
        };
    }

    @Operation(operationId = "testChannel", summary = "Sends a test, and waits for how it ends")
    @PostMapping("/{channel}/test")
    TestResult test(@PathVariable String channel) {
        return switch (desk().test(channel)) {
            case Delivery.Sent sent -> new TestResult(true, null);
            case Delivery.Failed failed -> new TestResult(false, failed.reason());
            case Delivery.Refused refused -> new TestResult(false, refused.reason());
        };
    }

    @Operation(operationId = "removeChannel", summary = "Removes a channel with its secret")
    @DeleteMapping("/{channel}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String channel) {
        desk().remove(channel);
    }
}
