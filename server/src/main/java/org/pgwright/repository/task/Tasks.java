package org.pgwright.repository.task;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Work that people ask for (table {@code task}), and who is at it. */
public final class Tasks {
    private static final Duration KEPT = Duration.ofDays(90);

    private static final String ADD =
            """
            INSERT INTO task (instance_id, id, kind, database_name, options, requested_by,
                              requested_at)
            VALUES (:instance, :id, :kind::task_kind, :database, :options::jsonb, :by, :at)
            """;

    private static final String FORGET =
            """
            DELETE FROM task WHERE instance_id = :instance AND ended_at < :before
            """;

    /** One at a time of each kind and instance, so that no two change the same. */
    private static final String CLAIM =
            """
            UPDATE task SET holder = :holder, held_until = :until, started_at = :now,
                   attempts = attempts + 1, step = '', step_done = 0, step_total = 0
             WHERE (instance_id, id) =
                   (SELECT t.instance_id, t.id FROM task t
                     WHERE t.ended_at IS NULL AND t.kind = ANY (:kinds::task_kind[])
                       AND (t.held_until IS NULL OR t.held_until < :now)
                       AND NOT EXISTS (SELECT FROM task o
                                        WHERE o.instance_id = t.instance_id AND o.ended_at IS NULL
                                          AND o.held_until >= :now
                                          AND (o.kind = 'advise') = (t.kind = 'advise'))
                     ORDER BY t.requested_at, t.id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING instance_id, id
            """;

    private static final String AT_WORK =
            """
            UPDATE task SET held_until = :until, step = :step, step_done = :done,
                   step_total = :total
             WHERE instance_id = :instance AND id = :id AND holder = :holder AND ended_at IS NULL
            RETURNING is_end_wanted
            """;

    private static final String END =
            """
            UPDATE task SET ended_at = :at, outcome = :outcome::task_outcome, reason = :reason,
                   notes = :notes, result = :result, holder = NULL, held_until = NULL
             WHERE instance_id = :instance AND id = :id AND holder = :holder AND ended_at IS NULL
            """;

    private static final String GIVE_BACK =
            """
            UPDATE task SET holder = NULL, held_until = NULL, attempts = attempts - 1
             WHERE instance_id = :instance AND id = :id AND holder = :holder AND ended_at IS NULL
            """;

    private static final String WANT_END =
            """
            UPDATE task SET is_end_wanted = true,
                   ended_at = CASE WHEN holder IS NULL THEN :at ELSE ended_at END,
                   outcome = CASE WHEN holder IS NULL THEN 'ended'::task_outcome ELSE outcome END
             WHERE instance_id = :instance AND id = :id AND ended_at IS NULL
            """;

    private static final String SELECT =
            """
            SELECT t.*, u.name AS by_name FROM task t JOIN app_user u ON u.id = t.requested_by
             WHERE t.instance_id = :instance
            """;

    /** Asks for work. */
    public void add(JdbcClient jdbc, UUID instance, UUID id, Task.Wish wish, UUID by, Instant at) {
        jdbc.sql(FORGET).param("instance", instance).param("before", at(at.minus(KEPT))).update();
        jdbc.sql(ADD)
                .param("instance", instance)
                .param("id", id)
                .param("kind", wish.kind().label())
                .param("database", wish.databaseName())
                .param("options", wish.options())
                .param("by", by)
                .param("at", at(at))
                .update();
    }

    /**
     * Takes the next work of some kinds that nobody is at; what a process left that was killed is
     * taken up again.
     *
     * @param until when it counts as left, unless {@link #atWork} says otherwise
     */
    public Optional<Task> claim(
            JdbcClient jdbc, UUID holder, Collection<TaskKind> kinds, Instant now, Instant until) {
        return jdbc.sql(CLAIM)
                .param("holder", holder)
                .param("kinds", kinds.stream().map(TaskKind::label).toArray(String[]::new))
                .param("now", at(now))
                .param("until", at(until))
                .query((row, number) -> new UUID[] {uuid(row, "instance_id"), uuid(row, "id")})
                .optional()
                .flatMap(key -> one(jdbc, key[0], key[1]));
    }

    /** Whether the work is still wanted of who does it. */
    public enum Standing {
        WANTED,
        END_WANTED,
        /** Another process took it, as this one was silent for too long. */
        LOST
    }

    /** Says that a process is at it still, and how far. */
    public Standing atWork(
            JdbcClient jdbc, Task task, UUID holder, Task.Course course, Instant until) {
        return jdbc.sql(AT_WORK)
                .param("instance", task.instanceId())
                .param("id", task.id())
                .param("holder", holder)
                .param("until", at(until))
                .param("step", course.step())
                .param("done", course.done())
                .param("total", course.total())
                .query(Boolean.class)
                .optional()
                .map(isEndWanted -> isEndWanted ? Standing.END_WANTED : Standing.WANTED)
                .orElse(Standing.LOST);
    }

    /** Writes down how it ended; nothing if another process has taken it. */
    public void end(JdbcClient jdbc, Task task, UUID holder, Task.End end) {
        jdbc.sql(END)
                .param("instance", task.instanceId())
                .param("id", task.id())
                .param("holder", holder)
                .param("at", at(end.at()))
                .param("outcome", end.outcome().label())
                .param("reason", end.reason())
                .param("notes", end.notes().toArray(String[]::new))
                .param("result", end.result())
                .update();
    }

    /** Leaves it to the next process, as this one ends. */
    public void giveBack(JdbcClient jdbc, Task task, UUID holder) {
        jdbc.sql(GIVE_BACK)
                .param("instance", task.instanceId())
                .param("id", task.id())
                .param("holder", holder)
                .update();
    }

    /**
     * Asks for the end of work: at once if nobody is at it.
     *
     * @return false if it is over already, or unknown
     */
    public boolean wantEnd(JdbcClient jdbc, UUID instance, UUID id, Instant at) {
        return jdbc.sql(WANT_END)
                        .param("instance", instance)
                        .param("id", id)
                        .param("at", at(at))
                        .update()
                == 1;
    }

    /** One of an instance. */
    public Optional<Task> one(JdbcClient jdbc, UUID instance, UUID id) {
        return jdbc.sql(SELECT + " AND t.id = :id")
                .param("instance", instance)
                .param("id", id)
                .query((row, number) -> task(row))
                .optional();
    }

    /** Those of an instance and of some kinds, the newest first. */
    public List<Task> last(JdbcClient jdbc, UUID instance, Collection<TaskKind> kinds, int most) {
        return jdbc.sql(
                        SELECT
                                + " AND t.kind = ANY (:kinds::task_kind[])"
                                + " ORDER BY t.requested_at DESC, t.id DESC LIMIT :most")
                .param("instance", instance)
                .param("kinds", kinds.stream().map(TaskKind::label).toArray(String[]::new))
                .param("most", most)
                .query((row, number) -> task(row))
                .list();
    }

    private static Task task(ResultSet row) throws SQLException {
        Instant ended = instant(row, "ended_at");
        return new Task(
                uuid(row, "instance_id"),
                uuid(row, "id"),
                new Task.Wish(
                        TaskKind.of(row.getString("kind")),
                        row.getString("database_name"),
                        row.getString("options")),
                new Task.Asked(
                        uuid(row, "requested_by"),
                        row.getString("by_name"),
                        row.getObject("requested_at", OffsetDateTime.class).toInstant()),
                new Task.Course(
                        instant(row, "started_at"),
                        row.getInt("attempts"),
                        row.getString("step"),
                        row.getLong("step_done"),
                        row.getLong("step_total"),
                        row.getBoolean("is_end_wanted")),
                ended == null
                        ? null
                        : new Task.End(
                                ended,
                                TaskOutcome.of(row.getString("outcome")),
                                row.getString("reason"),
                                Arrays.asList((String[]) row.getArray("notes").getArray()),
                                row.getString("result")));
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
