package org.pgwright.web.page;

import org.pgwright.alerting.AlertBoard;
import org.pgwright.alerting.AlertOffice;
import org.pgwright.report.Words;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which alerts of a database fire, which ended, and what is done about them. */
@Controller
public final class AlertPages {
    private static final Duration LATELY = Duration.ofDays(7);

    private final Function<Actor, AlertOffice> offices;
    private final KnownFigures figures;
    private final Pages pages;

    /**
     * @param offices of who asks
     */
    public AlertPages(Function<Actor, AlertOffice> offices, KnownFigures figures, Pages pages) {
        this.offices = offices;
        this.figures = figures;
        this.pages = pages;
    }

    /**
     * An alert as it is shown.
     *
     * @param end of its id
     * @param seenTo by whom; empty for nobody
     */
    public record Row(
            String end,
            String state,
            String metric,
            String of,
            String value,
            String seen,
            String since,
            String last,
            String seenTo,
            boolean silenced) {}

    /** A silence as it is shown. */
    public record Quiet(String end, String about, String until, String by, String comment) {}

    private AlertBoard board() {
        return offices.apply(Asking.actor()).board();
    }

    @GetMapping("/db/{database}/alerts")
    View alerts(@PathVariable String database) {
        WatchedInstance instance = figures.instance(database);
        AlertBoard board = board();
        return pages.page(
                Pages.Head.of("alerts", "Alerts", new Place(instance, Section.ALERTS)),
                Map.of(
                        "standing",
                        board.standing(instance.name()).stream().map(AlertPages::row).toList(),
                        "ended",
                        board.ended(instance.name(), LATELY).stream().map(AlertPages::row).toList(),
                        "silences",
                        silences(board, instance)));
    }

    private static List<Quiet> silences(AlertBoard board, WatchedInstance instance) {
        return board.silences().stream()
                .filter(one -> one.instance() == null || one.instance().equals(instance.name()))
                .map(
                        one ->
                                new Quiet(
                                        one.silence().id().toString(),
                                        about(one),
                                        Words.second(one.silence().until()),
                                        one.silence().by(),
                                        one.silence().comment()))
                .toList();
    }

    private static String about(AlertBoard.Silenced one) {
        String metric =
                one.silence().metric() == null ? "all metrics" : one.silence().metric().label();
        return one.silence().subject() == null ? metric : metric + " of " + one.silence().subject();
    }

    private static Row row(AlertBoard.Standing one) {
        Alert alert = one.alert();
        Instant ended = alert.resolvedAt();
        Alert.Acknowledgement seen = alert.told().acknowledgement();
        return new Row(
                alert.id().toString(),
                alert.state().label(),
                alert.key().metric().label(),
                alert.key().subject().shown(),
                alert.key()
                        .metric()
                        .unit()
                        .shown(ended == null ? alert.sight().last() : alert.sight().worst()),
                Words.whole(alert.sight().count()),
                Words.second(alert.startedAt()),
                Words.second(ended == null ? alert.sight().lastBeyondAt() : ended),
                seen == null ? "" : seen.by(),
                one.isSilenced());
    }

    @PostMapping("/db/{database}/alerts/{alert}/acknowledge")
    View acknowledge(
            @PathVariable String database,
            @PathVariable String alert,
            @RequestParam(defaultValue = "") String comment) {
        board().acknowledge(alert, comment);
        return seeOther(figures.instance(database));
    }

    @PostMapping("/db/{database}/alerts/silences")
    View silence(
            @PathVariable String database,
            @RequestParam(defaultValue = "") String metric,
            @RequestParam(defaultValue = "") String of,
            @RequestParam int hours,
            @RequestParam(defaultValue = "") String comment) {
        WatchedInstance instance = figures.instance(database);
        board().silence(
                        new AlertBoard.Wish(
                                instance.name(),
                                ThresholdPages.metricOrNull(metric),
                                of.isBlank() ? null : of.strip(),
                                Duration.ofHours(hours),
                                comment));
        return seeOther(instance);
    }

    @PostMapping("/db/{database}/alerts/silences/{silence}/end")
    View endSilence(@PathVariable String database, @PathVariable String silence) {
        board().endSilence(silence);
        return seeOther(figures.instance(database));
    }

    private static View seeOther(WatchedInstance instance) {
        return seeOther(Place.address(instance) + Section.ALERTS.path());
    }

    static View seeOther(String address) {
        RedirectView view = new RedirectView(address);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }
}
