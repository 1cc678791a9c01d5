package org.pgwright.web.api;

import com.fasterxml.jackson.annotation.JsonRawValue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.task.Task;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.tuning.task.AdviceWish;
import org.pgwright.tuning.task.ChangeWish;
import org.pgwright.tuning.task.TaskDesk;
import org.pgwright.web.access.Asking;
import org.pgwright.web.figures.KnownFigures;
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
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

/** Work that takes a while: it is asked for, looked after, and may be ended. */
@RestController
@RequestMapping("/api/v1/databases/{database}")
@Tag(name = "Tasks")
public final class TasksEndpoints {
    private static final int MOST = 100;
    private static final int LONGEST_WAIT = 30;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final TaskDesk tasks;
    private final KnownFigures figures;

    public TasksEndpoints(TaskDesk tasks, KnownFigures figures) {
        this.tasks = tasks;
        this.figures = figures;
    }

    /** Advice that is wanted. */
    public record NewAdvice(String database, @Nullable AdviceWish wish) {}

    /** Changes that are wanted. */
    public record NewChange(String database, List<String> strategies, boolean now) {}

    /** Some work. */
    public record AllTasks(List<OneTask> tasks) {}

    /**
     * Work, and how far it is.
     *
     * @param state waiting, working, done, failed or ended
     * @param result what the command line writes as JSON
     */
    public record OneTask(
            UUID id,
            String kind,
            String database,
            String state,
            String requestedBy,
            String requestedAt,
            @Nullable String startedAt,
            @Nullable String endedAt,
            String step,
            long done,
            long total,
            @Nullable String reason,
            List<String> notes,
            @JsonRawValue @Schema(type = "object", nullable = true) @Nullable String result) {
        static OneTask of(Task task, boolean isWhole) {
            Task.Course course = task.course();
            Task.End end = task.end();
            return new OneTask(
                    task.id(),
                    task.wish().kind().label(),
                    task.wish().databaseName(),
                    end != null
                            ? end.outcome().label()
                            : course.startedAt() == null ? "waiting" : "working",
                    task.asked().byName(),
                    task.asked().at().toString(),
                    course.startedAt() == null ? null : course.startedAt().toString(),
                    end == null ? null : end.at().toString(),
                    course.step(),
                    course.done(),
                    course.total(),
                    end == null ? null : end.reason(),
                    end == null ? List.of() : end.notes(),
                    end == null || !isWhole ? null : end.result());
        }
    }

    @Operation(
            operationId = "advise",
            summary = "Has indexes found for one of the server's databases, and proposed")
    @PostMapping("/advice")
    @ResponseStatus(HttpStatus.ACCEPTED)
    OneTask advise(@PathVariable String database, @RequestBody NewAdvice wanted) {
        AdviceWish wish =
                wanted.wish() == null
                        ? new AdviceWish(null, null, null, null, null)
                        : wanted.wish();
        return OneTask.of(tasks.advise(database, wanted.database(), wish, Asking.actor()), false);
    }

    @Operation(operationId = "apply", summary = "Has strategies done; naming one approves it")
    @PostMapping("/changes")
    @ResponseStatus(HttpStatus.ACCEPTED)
    OneTask apply(@PathVariable String database, @RequestBody NewChange wanted) {
        return change(TaskKind.APPLY, database, wanted);
    }

    @Operation(operationId = "rollBack", summary = "Has what was done for strategies taken back")
    @PostMapping("/rollbacks")
    @ResponseStatus(HttpStatus.ACCEPTED)
    OneTask rollBack(@PathVariable String database, @RequestBody NewChange wanted) {
        return change(TaskKind.ROLL_BACK, database, wanted);
    }

    private OneTask change(TaskKind kind, String database, NewChange wanted) {
        return OneTask.of(
                tasks.change(
                        kind,
                        database,
                        wanted.database(),
                        new ChangeWish(wanted.strategies(), wanted.now()),
                        Asking.actor()),
                false);
    }

    @Operation(operationId = "tasks", summary = "The newest work, without its results")
    @GetMapping("/tasks")
    AllTasks all(@PathVariable String database) {
        return new AllTasks(
                tasks.last(instance(database), EnumSet.allOf(TaskKind.class), MOST).stream()
                        .map(task -> OneTask.of(task, false))
                        .toList());
    }

    @Operation(
            operationId = "task",
            summary = "How far work is, and its result; waits for up to so many seconds for that")
    @GetMapping("/tasks/{task}")
    OneTask one(
            @PathVariable String database,
            @PathVariable UUID task,
            @RequestParam(defaultValue = "0") int wait)
            throws InterruptedException {
        if (wait < 0 || wait > LONGEST_WAIT) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "wait is " + wait, "give 0 to " + LONGEST_WAIT);
        }
        UUID instance = instance(database);
        long end = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
        Task found = tasks.one(instance, task);
        while (found.end() == null && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK);
            found = tasks.one(instance, task);
        }
        return OneTask.of(found, true);
    }

    @Operation(
            operationId = "endTask",
            summary = "Ends work: advice with what was found by then, changes cleanly")
    @DeleteMapping("/tasks/{task}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void end(@PathVariable String database, @PathVariable UUID task) {
        tasks.end(instance(database), task);
    }

    private UUID instance(String database) {
        return figures.instance(database).instanceId();
    }
}
