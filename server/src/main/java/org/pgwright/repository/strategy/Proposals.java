package org.pgwright.repository.strategy;

import org.pgwright.catalog.Bytes;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Prediction.QueryCost;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes strategies of proposals.
 *
 * <p>What is proposed already is brought up to date. What somebody dismissed is proposed again only
 * when facts have changed: a statement that it would serve is new, or costs at least twice as much.
 */
public final class Proposals {
    private static final String KNOWN =
            """
            SELECT y.id, y.status::text AS status, y.prediction::text AS prediction
              FROM index_strategy y
             WHERE y.instance_id = :instance AND y.database_id = :database
               AND y.schema_name = :schema AND y.table_name = :table AND y.index_name = :index
               AND y.object = :object::strategy_object
               AND (y.is_active OR y.status = 'dismissed')
               AND (y.action IS NULL OR y.action::text = :action OR y.status IN ('existing', 'kept'))
             ORDER BY y.is_active DESC, y.status_since DESC
             LIMIT 1
            """;

    private static final String INSERT =
            """
            INSERT INTO index_strategy (
                id, instance_id, database_id, schema_name, table_name, index_name, index_type,
                index_definition, columns, where_clause, usage_pattern, maintenance_window,
                is_created, created_by, object, action, status, source, create_statement, reason,
                prediction, proposed_at)
            VALUES (:id, :instance, :database, :schema, :table, :index,
                    CASE WHEN :method IN ('btree', 'hash', 'gin', 'gist', 'spgist', 'brin',
                                          'statistics')
                         THEN :method ELSE 'other' END::index_type,
                    left(:statement, 2000), :columns::jsonb, :predicate,
                    CASE WHEN :created THEN 'unused' ELSE 'proposed' END::usage_pattern,
                    :window::maintenance_window, :created, :user, :object::strategy_object,
                    :action::strategy_action,
                    :status::strategy_status, :source::strategy_source, :statement, :reason,
                    :prediction::jsonb, now())
            """;

    private static final String REFRESH =
            """
            UPDATE index_strategy
               SET action = :action::strategy_action,
                   source = :source::strategy_source,
                   create_statement = :statement,
                   reason = :reason,
                   prediction = :prediction::jsonb,
                   proposed_at = now()
             WHERE instance_id = :instance AND id = :id
            """;

    private static final String FORGET =
            """
            UPDATE index_strategy
               SET action = NULL, source = 'server', reason = NULL, prediction = NULL
             WHERE instance_id = :instance AND id = :id
            """;

    private static final Bytes QUICKLY = new Bytes(100_000_000L);
    private static final Bytes IN_A_NIGHT = new Bytes(10_000_000_000L);
    private static final double MUCH_MORE = 2;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Supplier<UUID> ids;
    private final StrategyLife life;

    /**
     * @param ids for strategies and entries of the audit log
     */
    public Proposals(Supplier<UUID> ids) {
        this.ids = ids;
        this.life = new StrategyLife(ids);
    }

    /** What became of a proposal. */
    public sealed interface Proposed {
        /** The strategy that it is, or was. */
        UUID strategy();

        /** What was proposed. */
        Proposal proposal();

        /** It is a strategy now, or was one. */
        record Kept(UUID strategy, Proposal proposal) implements Proposed {}

        /** Somebody did not want it, and nothing has changed since. */
        record Unwanted(UUID strategy, Proposal proposal) implements Proposed {}
    }

    private record Known(UUID id, Status status, Prediction prediction) {}

    /**
     * Keeps proposals.
     *
     * @param jdbc within a transaction
     * @return what became of each, in their order
     */
    public List<Proposed> propose(
            JdbcClient jdbc, Scope scope, Source source, List<Proposal> proposals, Actor actor) {
        List<Proposed> kept = new ArrayList<>();
        for (Proposal proposal : proposals) {
            kept.add(propose(jdbc, scope, source, proposal, actor));
        }
        return kept;
    }

    private Proposed propose(
            JdbcClient jdbc, Scope scope, Source source, Proposal proposal, Actor actor) {
        Optional<Known> known = known(jdbc, scope, proposal);
        if (known.isEmpty()) {
            UUID id = ids.get();
            insert(jdbc, scope, source, proposal, actor, id);
            life.record(jdbc, scope.instanceId(), id, null, step(proposal, first(proposal), actor));
            return new Proposed.Kept(id, proposal);
        }
        Known there = known.get();
        if (there.status() == Status.DISMISSED
                && !hasChanged(there.prediction(), proposal.prediction())) {
            return new Proposed.Unwanted(there.id(), proposal);
        }
        refresh(jdbc, scope, source, proposal, there.id());
        if (isToDecide(there.status())) {
            life.move(
                    jdbc,
                    scope.instanceId(),
                    there.id(),
                    List.of(there.status()),
                    step(proposal, first(proposal), actor));
        }
        return new Proposed.Kept(there.id(), proposal);
    }

    /**
     * Takes back a proposal to drop an index that nobody has decided on, since it no longer holds:
     * nothing is wanted of the index any more.
     *
     * @param jdbc within a transaction
     * @param why for the audit log
     * @throws org.pgwright.error.PgwrightException USAGE if somebody has decided on it meanwhile
     */
    public void withdraw(JdbcClient jdbc, UUID instance, UUID strategy, String why, Actor actor) {
        life.move(
                jdbc,
                instance,
                strategy,
                List.of(Status.RETIREMENT_PROPOSED),
                StrategyLife.Step.decided(Status.EXISTING, actor, "no longer holds: " + why));
        jdbc.sql(FORGET).param("instance", instance).param("id", strategy).update();
    }

    private static Status first(Proposal proposal) {
        return proposal.action() == Action.DROP ? Status.RETIREMENT_PROPOSED : Status.PROPOSED;
    }

    private static StrategyLife.Step step(Proposal proposal, Status to, Actor actor) {
        return StrategyLife.Step.decided(to, actor, proposal.reason());
    }

    /** What is being done, or decided, stays as it is. */
    private static boolean isToDecide(Status status) {
        return switch (status) {
            case EXISTING, DISMISSED, KEPT, ROLLED_BACK, RETIRED, GONE -> true;
            case PROPOSED, APPROVED, DEFERRED, SCHEDULED, BUILDING, WATCHED, RETIREMENT_PROPOSED ->
                    false;
        };
    }

    /** A statement is new, or all calls of one cost at least twice as much. */
    static boolean hasChanged(Prediction before, Prediction now) {
        Map<String, Double> known = new HashMap<>();
        before.queries().forEach(query -> known.merge(query.hash(), total(query), Double::sum));
        return now.queries().stream()
                .anyMatch(
                        query -> total(query) >= MUCH_MORE * known.getOrDefault(query.hash(), 0.0));
    }

    private static double total(QueryCost query) {
        return query.costBefore() * query.calls();
    }

    private static Optional<Known> known(JdbcClient jdbc, Scope scope, Proposal proposal) {
        return jdbc.sql(KNOWN)
                .param("instance", scope.instanceId())
                .param("database", scope.databaseId())
                .param("schema", proposal.table().schema())
                .param("table", proposal.table().name())
                .param("index", proposal.index())
                .param("object", proposal.object().label())
                .param("action", proposal.action().label())
                .query(
                        (row, number) -> {
                            String json = row.getString("prediction");
                            return new Known(
                                    row.getObject("id", UUID.class),
                                    Status.of(row.getString("status")),
                                    json == null
                                            ? Prediction.NONE
                                            : MAPPER.readValue(json, Prediction.class));
                        })
                .optional();
    }

    private static void insert(
            JdbcClient jdbc, Scope scope, Source source, Proposal proposal, Actor actor, UUID id) {
        said(jdbc.sql(INSERT), scope, source, proposal, id)
                .param("database", scope.databaseId())
                .param("schema", proposal.table().schema())
                .param("table", proposal.table().name())
                .param("index", proposal.index())
                .param("object", proposal.object().label())
                .param("method", proposal.form().method())
                .param("columns", MAPPER.writeValueAsString(columns(proposal.form())))
                .param("predicate", proposal.form().predicate())
                .param("window", window(proposal.prediction().bytes()))
                .param("user", actor.userId())
                .param("created", proposal.action() != Action.CREATE)
                .param("status", first(proposal).label())
                .update();
    }

    private static void refresh(
            JdbcClient jdbc, Scope scope, Source source, Proposal proposal, UUID id) {
        said(jdbc.sql(REFRESH), scope, source, proposal, id).update();
    }

    private static JdbcClient.StatementSpec said(
            JdbcClient.StatementSpec sql, Scope scope, Source source, Proposal proposal, UUID id) {
        return sql.param("id", id)
                .param("instance", scope.instanceId())
                .param("action", proposal.action().label())
                .param("source", source.label())
                .param("statement", proposal.createStatement())
                .param("reason", proposal.reason())
                .param("prediction", MAPPER.writeValueAsString(proposal.prediction()));
    }

    /** As the columns of indexes that exist are kept. */
    private static List<Map<String, Object>> columns(Proposal.Form form) {
        Stream<Map<String, Object>> keys = form.keys().stream().map(key -> column(key, false));
        Stream<Map<String, Object>> others =
                form.include().stream().map(column -> column(column, true));
        return Stream.concat(keys, others).toList();
    }

    private static Map<String, Object> column(String name, boolean included) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("column", name);
        column.put("included", included);
        return column;
    }

    private static String window(long bytes) {
        if (bytes < QUICKLY.count()) {
            return "any_time";
        }
        return bytes < IN_A_NIGHT.count() ? "low_traffic" : "planned";
    }
}
