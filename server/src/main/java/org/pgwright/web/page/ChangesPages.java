package org.pgwright.web.page;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.PastChanges;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.task.ChangeWish;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What was decided, what is at work, and what became of it. */
@Controller
public final class ChangesPages {
    private static final Set<TaskKind> KINDS = EnumSet.of(TaskKind.APPLY, TaskKind.ROLL_BACK);
    private static final int SHOWN = 10;

    private static final Set<Status> DECIDED =
            EnumSet.complementOf(
                    EnumSet.of(
                            Status.EXISTING,
                            Status.PROPOSED,
                            Status.RETIREMENT_PROPOSED,
                            Status.DEFERRED));

    /** As far back as most people look. */
    private static final Duration HISTORY = Duration.ofDays(90);

    private static final int MOST_PAST = 100;

    private final Function<Actor, Changes> changes;
    private final PastChanges past;
    private final ChangePlots plots;
    private final TaskDesk tasks;
    private final KnownFigures figures;
    private final Pages pages;

    /**
     * @param changes of who decides
     */
    public ChangesPages(
            Function<Actor, Changes> changes,
            PastChanges past,
            TaskDesk tasks,
            KnownFigures figures,
            Pages pages) {
        this.changes = changes;
        this.past = past;
        this.plots = new ChangePlots(figures);
        this.tasks = tasks;
        this.figures = figures;
        this.pages = pages;
    }

    private Place place(String database) {
        return new Place(figures.instance(database), Section.CHANGES);
    }

    private Changes byThem() {
        return changes.apply(Asking.actor());
    }

    @GetMapping("/db/{database}/changes")
    View changes(@PathVariable String database) {
        Place place = place(database);
        List<StrategyView> strategies =
                byThem().list(place.database().name(), null, DECIDED).stream()
                        .map(StrategyView::of)
                        .toList();
        List<TaskView> work =
                tasks.last(place.database().instanceId(), KINDS, SHOWN).stream()
                        .map(task -> TaskView.of(task, place))
                        .toList();
        List<PastChangeView> history =
                past.history(place.database().name(), HISTORY).changes().stream()
                        .limit(MOST_PAST)
                        .map(PastChangeView::of)
                        .toList();
        return pages.page(
                Pages.Head.of("changes", "Changes", place),
                Map.of("strategies", strategies, "tasks", work, "history", history));
    }

    @GetMapping("/db/{database}/accuracy")
    View accuracy(@PathVariable String database) {
        Place place = place(database);
        return pages.page(
                Pages.Head.of("accuracy", "Accuracy", place),
                Map.of("report", past.accuracy(place.database().name(), null)));
    }

    @GetMapping("/db/{database}/changes/{strategy}")
    View change(@PathVariable String database, @PathVariable String strategy) {
        Place place = place(database);
        Changes byThem = byThem();
        KnownStrategy known = of(byThem, place, strategy);
        List<PastChange> made = past.of(known.scope().instanceId(), known.id());
        return pages.page(
                Pages.Head.of("change", known.shownOnTable(), place),
                Map.of(
                        "strategy",
                        StrategyView.of(known),
                        "effects",
                        made.stream()
                                .map(PastChange::proof)
                                .filter(Objects::nonNull)
                                .limit(1)
                                .map(EffectView::of)
                                .toList(),
                        "plots",
                        made.stream()
                                .limit(1)
                                .flatMap(last -> plots.of(place.database(), known, last).stream())
                                .toList(),
                        "story",
                        byThem.story(known.id().toString())
                                .render(FiguresFormat.TEXT, Layout.PLAIN)));
    }

    /** One of that instance: an address never leads to what is of another. */
    private static KnownStrategy of(Changes byThem, Place place, String strategy) {
        KnownStrategy known = byThem.named(strategy);
        if (!known.scope().instanceId().equals(place.database().instanceId())) {
            throw new PgwrightException(
                    ErrorCode.NOT_FOUND, "this server has no such strategy", "see its changes");
        }
        return known;
    }

    /** What people do with a strategy. */
    public enum Deed {
        APPROVE,
        DEFER,
        DISMISS,
        APPLY,
        ROLL_BACK
    }

    @PostMapping("/db/{database}/changes/{strategy}")
    View decide(
            @PathVariable String database,
            @PathVariable String strategy,
            @RequestParam Deed deed,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "14") int days,
            @RequestParam(defaultValue = "false") boolean now) {
        Place place = place(database);
        Changes byThem = byThem();
        KnownStrategy known = of(byThem, place, strategy);
        switch (deed) {
            case APPROVE -> byThem.approve(known, reason.isBlank() ? null : reason);
            case DEFER -> byThem.defer(known, Duration.ofDays(positive(days)), reason);
            case DISMISS -> byThem.dismiss(known, required(reason));
            case APPLY -> ask(TaskKind.APPLY, place, known, now);
            case ROLL_BACK -> ask(TaskKind.ROLL_BACK, place, known, now);
        }
        boolean isWork = deed == Deed.APPLY || deed == Deed.ROLL_BACK;
        return Pages.redirect(place.address(Section.CHANGES) + (isWork ? "" : "/" + known.id()));
    }

    private void ask(TaskKind kind, Place place, KnownStrategy known, boolean isNow) {
        tasks.change(
                kind,
                place.database().instanceId().toString(),
                known.databaseName(),
                new ChangeWish(List.of(known.id().toString()), isNow),
                Asking.actor());
    }

    private static int positive(int days) {
        if (days < 1 || days > 400) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "days is out of its range", "give 1 to 400");
        }
        return days;
    }

    private static String required(String reason) {
        if (reason.isBlank()) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "no reason is given", "say why it is not wanted");
        }
        return reason;
    }

    @PostMapping("/db/{database}/changes/{task}/end")
    View end(@PathVariable String database, @PathVariable UUID task) {
        Place place = place(database);
        tasks.end(place.database().instanceId(), task);
        return Pages.redirect(place.address(Section.CHANGES));
    }
}
