package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.report.PolicyReport;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.change.PolicyForm;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.KnownFigures;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What pgwright may do with indexes by itself, and when: shown and set. */
@Controller
public final class PolicyPages {
    private static final String PATH = "/policy";

    private final Function<Actor, Changes> changes;
    private final TaskDesk tasks;
    private final KnownFigures figures;
    private final Pages pages;

    /**
     * @param changes of who decides
     */
    public PolicyPages(
            Function<Actor, Changes> changes, TaskDesk tasks, KnownFigures figures, Pages pages) {
        this.changes = changes;
        this.tasks = tasks;
        this.figures = figures;
        this.pages = pages;
    }

    /**
     * What the form has; windows and tables are lines of texts.
     *
     * @param approves names of actions; null for none
     */
    public record Typed(
            @Nullable String windows,
            @Nullable List<String> approves,
            @Nullable Boolean applies,
            @Nullable Boolean rollsBack,
            @Nullable Long maxBytes,
            @Nullable Double maxWriteOverheadPercent,
            @Nullable String include,
            @Nullable String exclude,
            @Nullable Long watchHours,
            @Nullable Long unusedDays) {
        static Typed of(Policy policy) {
            return new Typed(
                    policy.windows().stream()
                            .map(MaintenanceWindow::shown)
                            .collect(Collectors.joining("\n")),
                    policy.unattended().approves().stream().map(Action::label).sorted().toList(),
                    policy.unattended().applies(),
                    policy.unattended().rollsBack(),
                    policy.limits().maxBytes(),
                    policy.limits().maxWriteOverheadPercent(),
                    String.join("\n", policy.limits().include()),
                    String.join("\n", policy.limits().exclude()),
                    policy.watch().toHours(),
                    policy.unused().toDays());
        }

        PolicyForm form() {
            return new PolicyForm(
                    lines(windows),
                    approves == null ? List.of() : approves,
                    Boolean.TRUE.equals(applies),
                    Boolean.TRUE.equals(rollsBack),
                    maxBytes,
                    maxWriteOverheadPercent,
                    lines(include),
                    lines(exclude),
                    watchHours,
                    unusedDays);
        }

        private static List<String> lines(@Nullable String text) {
            return text == null ? List.of() : text.lines().filter(line -> !line.isBlank()).toList();
        }

        /** As a field of the form has it. */
        public static String shown(@Nullable Object value) {
            return value == null ? "" : value.toString();
        }

        /** Whether an action is approved by itself. */
        public boolean isApproved(Action action) {
            return approves != null && Set.copyOf(approves).contains(action.label());
        }
    }

    @GetMapping("/db/{database}/policy")
    View policy(@PathVariable String database, @RequestParam(defaultValue = "") String of) {
        WatchedInstance instance = figures.instance(database);
        Policy policy = known(instance, of);
        return page(instance, of, Typed.of(policy), null);
    }

    private Policy known(WatchedInstance instance, String of) {
        return changes.apply(Asking.actor()).policy(instance.instanceId(), PolicyForm.database(of));
    }

    private View page(
            WatchedInstance instance, String of, Typed typed, @Nullable PgwrightException failure) {
        Place place = new Place(instance, Section.CHANGES);
        Pages.Head head = Pages.Head.of("policy", "Policy", place);
        String database = PolicyForm.database(of);
        return pages.page(
                failure == null
                        ? head
                        : head.telling(failure.getMessage(), HttpStatus.BAD_REQUEST.value()),
                Map.of(
                        "databases",
                        tasks.databases(instance.instanceId()),
                        "of",
                        of,
                        "typed",
                        typed,
                        "text",
                        new PolicyReport(instance.name(), database, known(instance, of))
                                .render(FiguresFormat.TEXT, Layout.PLAIN),
                        "address",
                        place.address() + PATH));
    }

    @PostMapping("/db/{database}/policy")
    View set(
            @PathVariable String database,
            @RequestParam(defaultValue = "") String of,
            @ModelAttribute Typed typed) {
        WatchedInstance instance = figures.instance(database);
        String name = PolicyForm.database(of);
        try {
            Policy policy = typed.form().policy();
            changes.apply(Asking.actor()).setPolicy(instance.instanceId(), name, before -> policy);
            return Pages.redirect(
                    new Address(Place.address(instance) + PATH, Map.of())
                            .with("of", name)
                            .toString());
        } catch (PgwrightException unfit) {
            return page(instance, of, typed, unfit);
        }
    }
}
