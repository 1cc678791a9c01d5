package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangeOutcome;
import org.pgwright.strategy.Status;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

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
                id, instance_id, database_id, strategy_id, object, action, is_rollback, schema_name,
                table_name, index_name, create_statement, index_oid, bytes_before, leftovers,
                requested_by, holder)
            VALUES (:id, :instance, :database, :strategy, :object::strategy_object,
                    :action::strategy_action, :rollback,
                    :schema, :table, :index, :statement, :oid, :bytes, :leftovers::text[],
                    :user, :holder)
            ON CONFLICT (instance_id, id) DO NOTHING
            """;

    private static final String DATABASES =
            """
            SELECT d.database_name, bool_and(c.is_paused) AS is_paused
              FROM index_change c
              JOIN monitored_database d USING (instance_id, database_id)
             WHERE c.instance_id = :instance AND c.settled_at IS NULL
             GROUP BY d.database_name
             ORDER BY d.database_name
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
     * Writes an intent; the strategy is being built from now on.
     *
     * @throws PgwrightException IN_USE if a change of the same is not settled, USAGE if the
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
                        "a change of the " + intent.strategy().subject() + " is not settled",
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
                        .param("object", strategy.object().label())
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
        return JournalledChanges.withId(jdbc, scope.instanceId(), id);
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
     * @param bytes of the index as it is now, null where there is none; 0 of statistics
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
        return repository.repeatably(jdbc -> JournalledChanges.unsettled(jdbc, scope));
    }

    /**
     * A database in which something is not settled.
     *
     * @param isPaused whether all of that has stopped between two partitions, to go on later
     */
    public record Unsettled(String database, boolean isPaused) {}

    /** The databases of an instance in which something is not settled, by name. */
    public List<Unsettled> unsettledDatabases(UUID instance) {
        return repository.repeatably(
                jdbc ->
                        jdbc.sql(DATABASES)
                                .param("instance", instance)
                                .query(
                                        (row, number) ->
                                                new Unsettled(
                                                        row.getString("database_name"),
                                                        row.getBoolean("is_paused")))
                                .list());
    }

    /** The last change that did what a strategy wants. */
    public Optional<JournalledChange> lastApplied(KnownStrategy strategy) {
        return repository.repeatably(jdbc -> JournalledChanges.lastApplied(jdbc, strategy));
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec sql, JournalledChange change) {
        return sql.param("instance", change.scope().instanceId()).param("change", change.id());
    }
}
