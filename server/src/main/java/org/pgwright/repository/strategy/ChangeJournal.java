package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangeOutcome;
import org.pgwright.strategy.Status;
import org.pgwright.strategy.StepKind;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The journal of changes: what is intended is written before anything is done, and settled when the
 * server shows how it ended. A strategy's status changes with it, in one transaction.
 */
public final class ChangeJournal {
    private static final String INTEND =
            """
            INSERT INTO index_change (
                id, instance_id, database_id, strategy_id, action, is_rollback, schema_name,
                table_name, index_name, create_statement, index_oid, bytes_before, leftovers,
                requested_by, holder)
            VALUES (:id, :instance, :database, :strategy, :action::strategy_action, :rollback,
                    :schema, :table, :index, :statement, :oid, :bytes, :leftovers::text[],
                    :user, :holder)
            ON CONFLICT (instance_id, id) DO NOTHING
            """;

    private static final String CHANGES =
            """
            SELECT c.id, c.instance_id, c.database_id, c.strategy_id, c.action::text AS action,
                   c.is_rollback, c.schema_name, c.table_name, c.index_name, c.create_statement,
                   c.index_oid, c.bytes_before, c.leftovers, c.intended_at, c.is_undoing,
                   c.is_paused
              FROM index_change c
            """;

    private static final String UNSETTLED =
            CHANGES
                    + """
                     WHERE c.instance_id = :instance AND c.database_id = :database
                       AND c.settled_at IS NULL
                     ORDER BY c.intended_at, c.id
                    """;

    private static final String LAST_APPLIED =
            CHANGES
                    + """
                     WHERE c.instance_id = :instance AND c.strategy_id = :strategy
                       AND NOT c.is_rollback AND c.outcome IN ('applied', 'unneeded')
                     ORDER BY c.settled_at DESC LIMIT 1
                    """;

    private static final String DATABASES =
            """
            SELECT DISTINCT d.database_name
              FROM index_change c
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE c.instance_id = :instance AND c.settled_at IS NULL
             ORDER BY 1
            """;

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

    private static final String MARK =
            """
            UPDATE index_change
               SET is_undoing = :undoing, is_paused = :paused, message = :message,
                   holder = :holder
             WHERE instance_id = :instance AND id = :change AND settled_at IS NULL
            """;

    private static final String SETTLE =
            """
            UPDATE index_change
               SET settled_at = now(), outcome = :outcome::change_outcome, message = :message,
                   bytes_after = :bytes, is_paused = false
             WHERE instance_id = :instance AND id = :change AND settled_at IS NULL
            """;

    /** An index that is made again later has another number. */
    private static final String EXISTS =
            """
            UPDATE index_strategy
               SET is_created = :exists,
                   index_id = CASE WHEN :exists THEN index_id END
             WHERE instance_id = :instance AND id = :strategy
            """;

    private static final Set<Status> BEGUN = EnumSet.of(Status.BUILDING);

    private final Repository repository;
    private final Supplier<UUID> ids;
    private final UUID holder;
    private final StrategyLife life;

    /**
     * @param ids for changes and entries of the audit log
     * @param holder this process
     */
    public ChangeJournal(Repository repository, Supplier<UUID> ids, UUID holder) {
        this.repository = repository;
        this.ids = ids;
        this.holder = holder;
        this.life = new StrategyLife(ids);
    }

    /**
     * What is intended.
     *
     * @param strategy whose status allows it
     */
    public record Intent(
            KnownStrategy strategy,
            Action action,
            boolean isRollback,
            String createStatement,
            JournalledChange.Before before,
            Actor actor) {}

    /**
     * What runs a step on the server, known again by both.
     *
     * @param pid of the server's process
     * @param startedAt by the server's clock
     */
    public record Backend(int pid, Instant startedAt) {}

    /**
     * Writes an intent; the strategy is being built from now on.
     *
     * @throws PgwrightException IN_USE if a change of the same index is not settled, USAGE if the
     *     strategy's status does not allow it
     */
    public JournalledChange intend(Intent intent) {
        UUID id = ids.get();
        try {
            return repository.repeatably(jdbc -> intend(jdbc, id, intent));
        } catch (PgwrightException failure) {
            if (failure.getCause() instanceof DuplicateKeyException) {
                throw new PgwrightException(
                        ErrorCode.IN_USE,
                        "a change of the index "
                                + intent.strategy().qualifiedIndex()
                                + " is not settled",
                        "let it end, or run pgwright reconcile",
                        failure);
            }
            throw failure;
        }
    }

    private JournalledChange intend(JdbcClient jdbc, UUID id, Intent intent) {
        KnownStrategy strategy = intent.strategy();
        Scope scope = strategy.scope();
        int inserted =
                jdbc.sql(INTEND)
                        .param("id", id)
                        .param("instance", scope.instanceId())
                        .param("database", scope.databaseId())
                        .param("strategy", strategy.id())
                        .param("action", intent.action().label())
                        .param("rollback", intent.isRollback())
                        .param("schema", strategy.table().schema())
                        .param("table", strategy.table().name())
                        .param("index", strategy.index())
                        .param("statement", intent.createStatement())
                        .param("oid", intent.before().indexOid())
                        .param("bytes", intent.before().bytes())
                        .param("leftovers", intent.before().leftovers().toArray(String[]::new))
                        .param("user", intent.actor().userId())
                        .param("holder", holder)
                        .update();
        if (inserted == 1) {
            life.move(
                    jdbc,
                    scope.instanceId(),
                    strategy.id(),
                    intent.isRollback() ? Status.revocable() : Status.doable(),
                    StrategyLife.Step.changed(Status.BUILDING, intent.actor(), null, id));
        }
        return jdbc.sql(CHANGES + " WHERE c.instance_id = :instance AND c.id = :id")
                .param("instance", scope.instanceId())
                .param("id", id)
                .query((row, number) -> change(row))
                .single();
    }

    /** Writes a step before it runs. */
    public int beginStep(
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
    public void endStep(
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

    /** Writes that a change goes on, pauses or is being undone, and that it is ours now. */
    public void mark(
            JournalledChange change, boolean undoing, boolean paused, @Nullable String message) {
        repository.repeatably(
                jdbc ->
                        of(jdbc.sql(MARK), change)
                                .param("undoing", undoing)
                                .param("paused", paused)
                                .param("message", message)
                                .param("holder", holder)
                                .update());
    }

    /**
     * How a change has ended.
     *
     * @param message for people; null where the outcome says all
     * @param bytes of the index as it is now, null where there is none
     * @param next the status of its strategy from now on
     */
    public record Settlement(
            ChangeOutcome outcome,
            @Nullable String message,
            @Nullable Long bytes,
            Status next,
            Actor actor) {}

    /** Settles a change, once. */
    public void settle(JournalledChange change, Settlement end) {
        repository.repeatably(
                jdbc -> {
                    int settled =
                            of(jdbc.sql(SETTLE), change)
                                    .param("outcome", end.outcome().label())
                                    .param("message", end.message())
                                    .param("bytes", end.bytes())
                                    .update();
                    if (settled == 1 && end.outcome().isAsWanted()) {
                        jdbc.sql(EXISTS)
                                .param("instance", change.scope().instanceId())
                                .param("strategy", change.strategyId())
                                .param("exists", change.action() != Action.DROP)
                                .update();
                    }
                    if (settled == 1) {
                        life.move(
                                jdbc,
                                change.scope().instanceId(),
                                change.strategyId(),
                                BEGUN,
                                StrategyLife.Step.changed(
                                        end.next(), end.actor(), end.message(), change.id()));
                    }
                    return settled;
                });
    }

    /** What is not settled in a database, the oldest first. */
    public List<JournalledChange> unsettled(Scope scope) {
        return repository.repeatably(
                jdbc ->
                        jdbc.sql(UNSETTLED)
                                .param("instance", scope.instanceId())
                                .param("database", scope.databaseId())
                                .query((row, number) -> change(row))
                                .list());
    }

    /** The databases of an instance in which something is not settled, by name. */
    public List<String> unsettledDatabases(UUID instance) {
        return repository.repeatably(
                jdbc -> jdbc.sql(DATABASES).param("instance", instance).query(String.class).list());
    }

    /** The last change that did what a strategy wants. */
    public Optional<JournalledChange> lastApplied(KnownStrategy strategy) {
        return repository.repeatably(
                jdbc ->
                        jdbc.sql(LAST_APPLIED)
                                .param("instance", strategy.scope().instanceId())
                                .param("strategy", strategy.id())
                                .query((row, number) -> change(row))
                                .optional());
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec sql, JournalledChange change) {
        return sql.param("instance", change.scope().instanceId()).param("change", change.id());
    }

    private static JournalledChange change(ResultSet row) throws SQLException {
        long oid = row.getLong("index_oid");
        Long before = row.wasNull() ? null : oid;
        long size = row.getLong("bytes_before");
        Long bytes = row.wasNull() ? null : size;
        return new JournalledChange(
                row.getObject("id", UUID.class),
                new Scope(row.getObject("instance_id", UUID.class), row.getInt("database_id")),
                row.getObject("strategy_id", UUID.class),
                Action.of(row.getString("action")),
                row.getBoolean("is_rollback"),
                new QualifiedName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("index_name"),
                row.getString("create_statement"),
                new JournalledChange.Before(before, bytes, strings(row.getArray("leftovers"))),
                row.getTimestamp("intended_at").toInstant(),
                row.getBoolean("is_undoing"),
                row.getBoolean("is_paused"));
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
