package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.Words;
import org.pgwright.repository.task.Task;
import org.pgwright.repository.task.TaskKind;

import java.util.List;
import java.util.stream.Stream;

/**
 * Work as a page shows it.
 *
 * @param what for people
 * @param state for people
 * @param step what is being done; empty if nothing is
 * @param percent of the step; -1 where that is not known
 * @param asked by whom, and when
 * @param watch the address that tells how far it is; empty if it is over
 * @param end the address that ends it; empty if it is over
 */
public record TaskView(
        String what,
        String state,
        String step,
        int percent,
        String asked,
        List<String> told,
        String watch,
        String end) {
    private static final int PERCENT = 100;

    static TaskView of(Task task, Place place) {
        Task.Course course = task.course();
        Task.End end = task.end();
        boolean isOver = end != null;
        String section = task.wish().kind() == TaskKind.ADVISE ? "/advisor" : "/changes";
        return new TaskView(
                what(task.wish().kind()) + " " + task.wish().databaseName(),
                state(course, end),
                isOver ? "" : course.step(),
                course.total() == 0 ? -1 : (int) (PERCENT * course.done() / course.total()),
                "asked for by %s, %s UTC"
                        .formatted(task.asked().byName(), Words.second(task.asked().at())),
                told(task),
                isOver
                        ? ""
                        : "/api/v1/databases/%s/tasks/%s".formatted(task.instanceId(), task.id()),
                isOver ? "" : place.address() + section + "/" + task.id() + "/end");
    }

    private static String state(Task.Course course, Task.@Nullable End end) {
        if (end != null) {
            return end.outcome().label() + " " + Words.second(end.at()) + " UTC";
        }
        return course.startedAt() == null ? "waits for its turn" : "under way";
    }

    private static List<String> told(Task task) {
        Task.End end = task.end();
        if (end == null) {
            return List.of();
        }
        return end.reason() == null
                ? end.notes()
                : Stream.concat(Stream.of(end.reason()), end.notes().stream()).toList();
    }

    private static String what(TaskKind kind) {
        return switch (kind) {
            case ADVISE -> "Advice on";
            case APPLY -> "Changes of";
            case ROLL_BACK -> "Taking back in";
        };
    }
}
