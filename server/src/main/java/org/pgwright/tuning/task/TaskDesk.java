package org.pgwright.tuning.task;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.WatchedDatabases;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.task.Task;
import org.pgwright.repository.task.TaskKind;
import org.pgwright.repository.task.Tasks;

import tools.jackson.databind.json.JsonMapper;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Where people ask for work, see how far it is, and end it. */
public final class TaskDesk {
    private static final JsonMapper JSON = new JsonMapper();

    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;
    private final Tasks tasks = new Tasks();
    private final WatchedInstances instances = new WatchedInstances();
    private final WatchedDatabases databases = new WatchedDatabases();

    public TaskDesk(Repository repository, InstantSource clock, Ids ids) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
    }

    /** What a task's options say. */
    static <T> T read(Task task, Class<T> wish) {
        return JSON.readValue(task.wish().options(), wish);
    }

    /**
     * Asks for advice on a database.
     *
     * @param instance its name or id
     * @throws PgwrightException NOT_FOUND if it is not watched
     */
    public Task advise(String instance, String database, AdviceWish wish, Actor actor) {
        return ask(instance, new Task.Wish(TaskKind.ADVISE, database, json(wish)), actor);
    }

    /**
     * Asks for changes of a database.
     *
     * @param kind APPLY or ROLL_BACK
     * @param instance its name or id
     * @throws PgwrightException NOT_FOUND if it is not watched
     */
    public Task change(
            TaskKind kind, String instance, String database, ChangeWish wish, Actor actor) {
        return ask(instance, new Task.Wish(kind, database, json(wish)), actor);
    }

    private static String json(Object wish) {
        return JSON.writeValueAsString(wish);
    }

    private Task ask(String instance, Task.Wish wish, Actor actor) {
        UUID id = ids.next();
        return repository.inTransaction(
                jdbc -> {
                    WatchedInstance found = instances.named(jdbc, instance);
                    if (!databases.names(jdbc, found.instanceId()).contains(wish.databaseName())) {
                        throw new PgwrightException(
                                ErrorCode.NOT_FOUND,
                                "no database of that name is known on " + found.name(),
                                "name one that is watched");
                    }
                    tasks.add(jdbc, found.instanceId(), id, wish, actor.userId(), clock.instant());
                    return tasks.one(jdbc, found.instanceId(), id).orElseThrow();
                });
    }

    /**
     * One of an instance.
     *
     * @throws PgwrightException NOT_FOUND if there is none
     */
    public Task one(UUID instance, UUID id) {
        return repository
                .inTransaction(Work.READ, jdbc -> tasks.one(jdbc, instance, id))
                .orElseThrow(TaskDesk::unknown);
    }

    /** The newest of some kinds. */
    public List<Task> last(UUID instance, Collection<TaskKind> kinds, int most) {
        return repository.inTransaction(Work.READ, jdbc -> tasks.last(jdbc, instance, kinds, most));
    }

    /** The databases of an instance, by name. */
    public List<String> databases(UUID instance) {
        return repository.inTransaction(Work.READ, jdbc -> databases.names(jdbc, instance));
    }

    /**
     * Asks for the end of one: of advice with what was found by then, of changes cleanly.
     *
     * @throws PgwrightException NOT_FOUND if there is none, or it is over
     */
    public void end(UUID instance, UUID id) {
        if (!repository.inTransaction(jdbc -> tasks.wantEnd(jdbc, instance, id, clock.instant()))) {
            throw unknown();
        }
    }

    private static PgwrightException unknown() {
        return new PgwrightException(
                ErrorCode.NOT_FOUND, "there is no such task, or it is over", "list them first");
    }
}
