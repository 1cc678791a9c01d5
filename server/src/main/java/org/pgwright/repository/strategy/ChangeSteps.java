package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.repository.Repository;
import org.pgwright.strategy.StepKind;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** The statements of changes: each is written before it runs, and how it ended afterwards. */
public final class ChangeSteps {
    private static final String BEGIN_STEP =
            """
            INSERT INTO change_step (
                instance_id, change_id, step, kind, relation, statement, backend_pid,
                backend_started_at)
            SELECT :instance, :change, coalesce(max(s.step), 0) + 1, :kind::change_step_kind,
                   :relation, :statement, :pid, :started
              FROM change_step s
             WHERE s.instance_id = :instance AND s.change_id = :change
            RETURNING step
            """;

    private static final String END_STEP =
            """
            UPDATE change_step
               SET ended_at = now(), attempts = :attempts, sqlstate = :sqlstate,
                   message = :message
             WHERE instance_id = :instance AND change_id = :change AND step = :step
            """;

    private static final String BACKENDS =
            """
            SELECT s.backend_pid, s.backend_started_at
              FROM change_step s
             WHERE s.instance_id = :instance AND s.change_id = :change
               AND s.ended_at IS NULL AND s.backend_pid IS NOT NULL
            """;

    private static final String REBUILT =
            """
            SELECT s.relation
              FROM change_step s
             WHERE s.instance_id = :instance AND s.change_id = :change
               AND s.kind = 'reindex' AND s.ended_at IS NOT NULL AND s.message IS NULL
            """;

    private static final String ANALYZED =
            """
            SELECT EXISTS (
                SELECT FROM change_step s
                 WHERE s.instance_id = :instance AND s.change_id = :change
                   AND s.kind = 'analyze' AND s.ended_at IS NOT NULL AND s.message IS NULL)
            """;

    private final Repository repository;

    public ChangeSteps(Repository repository) {
        this.repository = repository;
    }

    /**
     * What runs a step on the server, known again by both.
     *
     * @param pid of the server's process
     * @param startedAt by the server's clock
     */
    public record Backend(int pid, Instant startedAt) {}

    /** Writes a step before it runs. */
    public int begin(
            JournalledChange change,
            StepKind kind,
            QualifiedName relation,
            String statement,
            Backend backend) {
        return repository.repeatably(
                jdbc ->
                        of(jdbc.sql(BEGIN_STEP), change)
                                .param("kind", kind.label())
                                .param("relation", relation.shown())
                                .param("statement", statement)
                                .param("pid", backend.pid())
                                .param("started", backend.startedAt().atOffset(ZoneOffset.UTC))
                                .query(Integer.class)
                                .single());
    }

    /**
     * Writes how a step ended.
     *
     * @param sqlState null if it succeeded, or if no server said why it did not
     * @param message null if it succeeded
     */
    public void end(
            JournalledChange change,
            int step,
            int attempts,
            @Nullable String sqlState,
            @Nullable String message) {
        repository.repeatably(
                jdbc ->
                        of(jdbc.sql(END_STEP), change)
                                .param("step", step)
                                .param("attempts", attempts)
                                .param("sqlstate", sqlState)
                                .param("message", message)
                                .update());
    }

    /** The server's processes that may still be at work on a change. */
    public List<Backend> backends(JournalledChange change) {
        return repository.repeatably(
                jdbc ->
                        of(jdbc.sql(BACKENDS), change)
                                .query(
                                        (row, number) ->
                                                new Backend(
                                                        row.getInt(1),
                                                        row.getTimestamp(2).toInstant()))
                                .list());
    }

    /** The indexes that a change has built anew, as they are shown. */
    public Set<String> rebuilt(JournalledChange change) {
        return repository.repeatably(
                jdbc -> of(jdbc.sql(REBUILT), change).query(String.class).set());
    }

    /** Whether a change has analyzed its table. */
    public boolean isAnalyzed(JournalledChange change) {
        return repository.repeatably(
                jdbc -> of(jdbc.sql(ANALYZED), change).query(Boolean.class).single());
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec sql, JournalledChange change) {
        return sql.param("instance", change.scope().instanceId()).param("change", change.id());
    }
}
