package org.pgwright.tuning.task;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.task.Task;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.repository.task.TaskOutcome;
import org.pgwright.repository.task.Tasks;
import org.pgwright.tuning.watch.Stop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Does what people ask for: one piece of advice at a time, as each takes a processor, and a few
 * changes, of which each waits for its server. What is under way at the stop is broken off cleanly,
 * and begun again by the next process.
 */
public final class TaskRunner {
    /** A process that says nothing for so long has ended. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_CHANGES = 8;
    private static final int MOST_ATTEMPTS = 3;

    private final Repository repository;
    private final InstantSource clock;
    private final UUID holder;
    private final Map<TaskKind, TaskWork> works;
    private final Consumer<String> messages;
    private final Tasks tasks = new Tasks();
    private final Semaphore advising = new Semaphore(1);
    private final Semaphore changing = new Semaphore(MOST_CHANGES);
    private boolean isAway;

    /**
     * @param holder this process
     * @param works for each kind
     * @param messages told what people should know, a sentence each
     */
    public TaskRunner(
            Repository repository,
            InstantSource clock,
            UUID holder,
            Map<TaskKind, TaskWork> works,
            Consumer<String> messages) {
        this.repository = repository;
        this.clock = clock;
        this.holder = holder;
        this.works = new EnumMap<>(works);
        this.messages = messages;
    }

    /** Takes up what is asked for until the stop, and waits for what is under way then. */
    public void run(Stop stop) {
        List<Thread> threads = new ArrayList<>();
        do {
            threads.removeIf(thread -> !thread.isAlive());
            next().ifPresent(task -> threads.add(begin(task, stop)));
        } while (!stop.within(TICK));
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Task> next() {
        Set<TaskKind> kinds = EnumSet.noneOf(TaskKind.class);
        works.keySet().stream()
                .filter(kind -> room(kind).availablePermits() > 0)
                .forEach(kinds::add);
        try {
            Optional<Task> claimed =
                    repository.inTransaction(
                            jdbc ->
                                    tasks.claim(
                                            jdbc,
                                            holder,
                                            kinds,
                                            clock.instant(),
                                            clock.instant().plus(LEASE)));
            isAway = false;
            return claimed;
        } catch (PgwrightException failure) {
            if (!isAway) {
                messages.accept(String.valueOf(failure.getMessage()));
            }
            isAway = true;
            return Optional.empty();
        }
    }

    private Semaphore room(TaskKind kind) {
        return switch (kind) {
            case ADVISE -> advising;
            case APPLY, ROLL_BACK -> changing;
        };
    }

    private Thread begin(Task task, Stop stop) {
        Semaphore room = room(task.wish().kind());
        room.acquireUninterruptibly();
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                perform(task, stop);
                            } catch (PgwrightException failure) {
                                messages.accept(String.valueOf(failure.getMessage()));
                            } finally {
                                room.release();
                            }
                        });
    }

    private void perform(Task task, Stop stop) {
        TaskProgress progress = new TaskProgress();
        Thread watch = Thread.ofVirtual().start(() -> keep(task, progress, stop));
        Task.End end = end(task, progress);
        watch.interrupt();
        boolean isLeft = stop.within(Duration.ZERO) && !isEndWanted(task);
        repository.repeatably(
                jdbc -> {
                    if (isLeft) {
                        tasks.giveBack(jdbc, task, holder);
                    } else {
                        tasks.end(jdbc, task, holder, end);
                    }
                    return null;
                });
    }

    private boolean isEndWanted(Task task) {
        return repository.repeatably(
                jdbc ->
                        tasks.one(jdbc, task.instanceId(), task.id())
                                .map(known -> known.course().isEndWanted())
                                .orElse(true));
    }

    private Task.End end(Task task, TaskProgress progress) {
        if (task.course().attempts() > MOST_ATTEMPTS) {
            return over(
                    progress,
                    TaskOutcome.FAILED,
                    "it was begun %d times, and each time the process ended"
                            .formatted(MOST_ATTEMPTS),
                    null);
        }
        try {
            TaskWork work = works.get(task.wish().kind());
            String result = work == null ? null : work.perform(task, progress);
            return over(progress, TaskOutcome.DONE, null, result);
        } catch (PgwrightException failure) {
            return over(progress, outcome(progress), failure.getMessage(), null);
        } catch (RuntimeException defect) {
            // What others say could quote data.
            messages.accept("a task failed: " + defect.getClass().getName());
            return over(
                    progress,
                    TaskOutcome.FAILED,
                    "a defect of pgwright: " + defect.getClass().getSimpleName(),
                    null);
        }
    }

    private static TaskOutcome outcome(TaskProgress progress) {
        return progress.end().isGiven() ? TaskOutcome.ENDED : TaskOutcome.FAILED;
    }

    private Task.End over(
            TaskProgress progress,
            TaskOutcome outcome,
            @Nullable String reason,
            @Nullable String result) {
        return new Task.End(clock.instant(), outcome, reason, progress.notes(), result);
    }

    /** Writes down how far it is, and hears whether more of it is wanted. */
    private void keep(Task task, TaskProgress progress, Stop stop) {
        while (!Thread.currentThread().isInterrupted() && !progress.end().within(TICK)) {
            if (stop.within(Duration.ZERO) || !isWanted(task, progress)) {
                progress.end().give();
            }
        }
    }

    /** A repository that is away for a moment says nothing of it. */
    private boolean isWanted(Task task, TaskProgress progress) {
        TaskProgress.Step step = progress.now();
        Task.Course course =
                new Task.Course(
                        null,
                        task.course().attempts(),
                        step.what(),
                        step.done(),
                        step.total(),
                        false);
        try {
            return repository.inTransaction(
                            jdbc ->
                                    tasks.atWork(
                                            jdbc,
                                            task,
                                            holder,
                                            course,
                                            clock.instant().plus(LEASE)))
                    == Tasks.Standing.WANTED;
        } catch (PgwrightException away) {
            progress.note(String.valueOf(away.getMessage()));
            return true;
        }
    }
}
