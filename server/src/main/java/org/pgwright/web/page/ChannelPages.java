package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.alerting.ChannelDesk;
import org.pgwright.alerting.channel.Delivery;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.web.access.Asking;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where alerts are sent to: shown, added, tested and removed. */
@Controller
public final class ChannelPages {
    private static final String PATH = "/settings/channels";

    private final Function<Actor, AlertOffice> offices;
    private final Pages pages;

    /**
     * @param offices of who asks
     */
    public ChannelPages(Function<Actor, AlertOffice> offices, Pages pages) {
        this.offices = offices;
        this.pages = pages;
    }

    /** A channel as it is shown; never its secret. */
    public record Row(
            String name,
            String kind,
            String settings,
            String secret,
            String alerts,
            boolean open) {}

    private ChannelDesk desk() {
        return offices.apply(Asking.actor()).channels();
    }

    @GetMapping(PATH)
    View channels() {
        return page(null, HttpStatus.OK);
    }

    private View page(@Nullable String notice, HttpStatus status) {
        List<Row> rows = desk().all().stream().map(ChannelPages::row).toList();
        return pages.page(
                Pages.Head.of("channels", "Channels", null).telling(notice, status.value()),
                Map.of("rows", rows));
    }

    private static Row row(ChannelDesk.Known one) {
        return new Row(
                one.channel().name(),
                one.channel().kind().label(),
                new TreeMap<>(one.channel().settings())
                        .entrySet().stream()
                                .map(set -> set.getKey() + "=" + set.getValue())
                                .collect(Collectors.joining(", ")),
                one.channel().secretReference() == null ? "none" : one.channel().secretReference(),
                one.ways().stream()
                        .map(
                                way ->
                                        way.leastSeverity().label()
                                                + " of "
                                                + (way.instance() == null ? "all" : way.instance()))
                        .collect(Collectors.joining("; ")),
                one.channel().allowsPrivate());
    }

    /** Settings are lines of {@code key=value}. */
    @PostMapping(PATH)
    View add(
            @RequestParam String name,
            @RequestParam String kind,
            @RequestParam(defaultValue = "") String settings,
            @RequestParam(defaultValue = "") String secret,
            @RequestParam(defaultValue = "false") boolean critical,
            @RequestParam(defaultValue = "false") boolean allowPrivate) {
        try {
            desk().add(
                            new ChannelDesk.Wish(
                                    ChannelKind.of(kind).orElseThrow(() -> unreadable("the kind")),
                                    name,
                                    settings(settings),
                                    secret.isEmpty()
                                            ? new ChannelDesk.SecretWish.None()
                                            : new ChannelDesk.SecretWish.Kept(new Secret(secret)),
                                    allowPrivate,
                                    new ChannelDesk.Way(
                                            null,
                                            critical ? AlertState.CRITICAL : AlertState.WARNING)));
            return AlertPages.seeOther(PATH);
        } catch (PgwrightException unfit) {
            return page(unfit.getMessage(), HttpStatus.BAD_REQUEST);
        }
    }

    private static Map<String, String> settings(String text) {
        Map<String, String> settings = new TreeMap<>();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(
                        line -> {
                            String[] parts = line.strip().split("=", 2);
                            if (parts.length < 2) {
                                throw unreadable("a setting");
                            }
                            settings.put(parts[0].strip(), parts[1].strip());
                        });
        return settings;
    }

    private static PgwrightException unreadable(String what) {
        return new PgwrightException(
                ErrorCode.USAGE,
                what + " cannot be read",
                "give settings a line each, such as url=https://example.org/");
    }

    @PostMapping(PATH + "/test")
    View test(@RequestParam String name) {
        return switch (desk().test(name)) {
            case Delivery.Sent sent -> page("The test got through.", HttpStatus.OK);
            case Delivery.Failed failed -> page(missed(failed.reason()), HttpStatus.OK);
            case Delivery.Refused refused -> page(missed(refused.reason()), HttpStatus.OK);
        };
    }

    private static String missed(String reason) {
        return "The test did not get through: " + reason + ".";
    }

    @PostMapping(PATH + "/remove")
    View remove(@RequestParam String name) {
        desk().remove(name);
        return AlertPages.seeOther(PATH);
    }
}
