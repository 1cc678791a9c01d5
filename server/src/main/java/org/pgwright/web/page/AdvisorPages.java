package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.task.Task;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.task.AdviceWish;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Has indexes found, and shows what is proposed. */
@Controller
public final class AdvisorPages {
    private static final Set<Status> PROPOSED =
            EnumSet.of(Status.PROPOSED, Status.RETIREMENT_PROPOSED, Status.DEFERRED);
    private static final int SHOWN = 5;
    private static final long MEGABYTE = 1 << 20;
    private static final long MINUTE = 60;

    private final Function<Actor, Changes> changes;
    private final TaskDesk tasks;
    private final KnownFigures figures;
    private final Pages pages;

    /**
     * @param changes of who decides
     */
    public AdvisorPages(
            Function<Actor, Changes> changes, TaskDesk tasks, KnownFigures figures, Pages pages) {
        this.changes = changes;
        this.tasks = tasks;
        this.figures = figures;
        this.pages = pages;
    }

    private Place place(String database) {
        return new Place(figures.instance(database), Section.ADVISOR);
    }

    @GetMapping("/db/{database}/advisor")
    View advisor(@PathVariable String database) {
        return advisor(place(database), null);
    }

    private View advisor(Place place, @Nullable PgwrightException failure) {
        UUID instance = place.database().instanceId();
        List<Task> last = tasks.last(instance, EnumSet.of(TaskKind.ADVISE), SHOWN);
        List<StrategyView> proposed =
                changes.apply(Asking.actor()).list(place.database().name(), null, PROPOSED).stream()
                        .map(StrategyView::of)
                        .toList();
        Pages.Head head = Pages.Head.of("advisor", "Advisor", place);
        return pages.page(
                failure == null
                        ? head
                        : head.telling(failure.getMessage(), failure.code().httpStatus()),
                Map.of(
                        "databases",
                        tasks.databases(instance),
                        "tasks",
                        last.stream().map(task -> TaskView.of(task, place)).toList(),
                        "proposed",
                        proposed,
                        "frontier",
                        Frontier.ofLast(last)));
    }

    @PostMapping("/db/{database}/advisor")
    View advise(
            @PathVariable String database,
            @RequestParam String of,
            @RequestParam @Nullable Long megabytes,
            @RequestParam @Nullable Integer indexes,
            @RequestParam @Nullable Double overhead,
            @RequestParam @Nullable Long minutes) {
        Place place = place(database);
        try {
            tasks.advise(
                    place.database().instanceId().toString(),
                    of,
                    new AdviceWish(
                            megabytes == null ? null : Math.multiplyExact(megabytes, MEGABYTE),
                            indexes,
                            overhead,
                            minutes == null ? null : Math.multiplyExact(minutes, MINUTE),
                            null),
                    Asking.actor());
            return Pages.redirect(place.address(Section.ADVISOR));
        } catch (PgwrightException failure) {
            return advisor(place, failure);
        }
    }

    @PostMapping("/db/{database}/advisor/{task}/end")
    View end(@PathVariable String database, @PathVariable UUID task) {
        Place place = place(database);
        tasks.end(place.database().instanceId(), task);
        return Pages.redirect(place.address(Section.ADVISOR));
    }
}
