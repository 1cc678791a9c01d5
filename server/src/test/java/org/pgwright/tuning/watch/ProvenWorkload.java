package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.observation.Counter;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.CounterLook;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.Counters;
import org.pgwright.observation.IndexCounter;
import org.pgwright.observation.NodeKey;
import org.pgwright.observation.StatementCounter;
import org.pgwright.observation.TableCounter;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.samples.CounterScope;
import org.pgwright.repository.samples.CounterStore;
import org.pgwright.repository.samples.RollUp;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.ChangeSteps;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.Policies;
import org.pgwright.repository.strategy.Proposals;
import org.pgwright.repository.strategy.Scope;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.repository.strategy.StrategyLife;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangeOutcome;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.pgwright.strategy.StepKind;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A repository with the counters of a shop around the change of an index, by a clock of its own:
 * statement 1 is what the index is for, 2 reads the table, too, 3 writes to it, and 4 to 9 have
 * nothing to do with it.
 */
final class ProvenWorkload implements AutoCloseable {
    static final UUID INSTANCE = UUID.fromString("00000000-0000-7000-8000-0000000000aa");
    static final Instant BEGAN = Instant.parse("2026-03-10T10:00:00Z");
    static final Instant SETTLED = BEGAN.plusSeconds(20);
    static final Scope SCOPE = new Scope(INSTANCE, 1);

    private static final Instant START = Instant.parse("2026-02-01T00:00:00Z");
    private static final NodeKey NODE = new NodeKey(INSTANCE, 1);
    private static final int STATEMENTS = 9;

    /** Tables and indexes are looked at with every sixth look at statements. */
    private static final int RELATIONS = 6;

    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");

    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    private final Repository repository = Repositories.on(kept);
    private final CounterStore store = new CounterStore();
    private final RollUp rollUp = new RollUp();
    private final Random random = new Random(5);
    private final Partitions partitions =
            new Partitions(repository, () -> now(), Retention.DEFAULT);
    private final List<Map<Counter, Long>> counted = new ArrayList<>();
    private Instant now = BEGAN;
    private Instant reset = START;
    private int looks;
    private long updates;
    private long scans;

    ProvenWorkload() {
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '00000000-0000-7000-8000-0000000000aa', 1, 'main', id FROM app_user
                """,
                """
                INSERT INTO node (instance_id, node_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 'db', 'u', '{}', false, '18', now() FROM instance
                """,
                """
                INSERT INTO monitored_database (instance_id, database_id, database_oid,
                                                database_name, first_seen, last_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 1, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO monitored_table (instance_id, table_id, database_id, schema_name,
                                             table_name, kind, first_seen, last_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 1, 'public', 'orders', 'r', now(), now() FROM instance
                """,
                """
                INSERT INTO monitored_index (
                    instance_id, index_id, table_id, index_name, method, definition, keys,
                    is_unique, is_primary, is_constraint, is_valid, first_seen, last_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, 1, 1, 'orders_customer', 'btree', '', '[]', false, false,
                       false, true, now(), now()
                  FROM instance
                """,
                """
                INSERT INTO index_state (instance_id, index_id, taken_at, relation_oid,
                                         index_bytes, key_count, entry_count)
                SELECT instance_id, 1, now(), 1, 9000, 1, 1 FROM instance
                """,
                """
                INSERT INTO statement (instance_id, statement_id, query_hash, query_text, is_ours,
                                       first_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, n, 'hash' || n,
                       CASE n WHEN 1 THEN 'select * from orders where customer = $1'
                              WHEN 2 THEN 'select count(*) from public.orders'
                              WHEN 3 THEN 'update orders set note = $1 where id = $2'
                              ELSE 'select * from other_' || n END, false, now()
                  FROM instance, generate_series(1, 9) n
                """,
                """
                INSERT INTO statement_source (
                    instance_id, source_id, node_id, database_id, role_oid, role_name, queryid,
                    is_top_level, statement_id, is_ours, first_seen)
                OVERRIDING SYSTEM VALUE
                SELECT instance_id, n, 1, 1, 1, 'u', n, true, n, false, now()
                  FROM instance, generate_series(1, 9) n
                """);
        for (int i = 0; i < STATEMENTS; i++) {
            counted.add(new HashMap<>());
        }
    }

    /**
     * What a statement does between two looks.
     *
     * @param meanMillis give or take a tenth
     */
    record Rate(long calls, double meanMillis, long rows) {}

    /** Twenty milliseconds for what the index is for, two for the others. */
    static Map<Integer, Rate> usual() {
        Map<Integer, Rate> rates = new TreeMap<>();
        for (int statement = 1; statement <= STATEMENTS; statement++) {
            rates.put(statement, new Rate(20, statement == 1 ? 20 : 2, 1));
        }
        return rates;
    }

    static Map<Integer, Rate> usualBut(int statement, Rate rate) {
        Map<Integer, Rate> rates = usual();
        rates.put(statement, rate);
        return rates;
    }

    Repository repository() {
        return repository;
    }

    Instant now() {
        return now;
    }

    /** Looks again and again, and sums up to hours. */
    void run(Instant from, Instant until, Duration every, Map<Integer, Rate> rates) {
        for (Instant at = from; !at.isAfter(until); at = at.plus(every)) {
            now = at;
            count(rates);
            look();
        }
        sumUp();
    }

    /** Somebody resets the counters of the server. */
    void reset() {
        reset = now;
        counted.forEach(Map::clear);
        updates = 0;
        scans = 0;
    }

    private void count(Map<Integer, Rate> rates) {
        rates.forEach(
                (statement, rate) -> {
                    Map<Counter, Long> counters = counted.get(statement - 1);
                    double noise = 0.9 + 0.2 * random.nextDouble();
                    add(counters, StatementCounter.CALLS, rate.calls());
                    add(counters, StatementCounter.ROW_COUNT, rate.calls() * rate.rows());
                    add(
                            counters,
                            StatementCounter.EXECUTION_TIME,
                            Math.round(1_000 * rate.calls() * rate.meanMillis() * noise));
                    add(counters, StatementCounter.SHARED_BLOCKS_HIT, 9 * rate.calls());
                    add(counters, StatementCounter.SHARED_BLOCKS_READ, rate.calls());
                    add(counters, StatementCounter.WAL_BYTES, 100 * rate.calls());
                });
        updates += 20;
        scans += now.isAfter(SETTLED) ? 7 : 0;
    }

    private static void add(Map<Counter, Long> counters, Counter counter, long more) {
        counters.merge(counter, more, Long::sum);
    }

    private void look() {
        List<CounterReading<Integer>> statements = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
            statements.add(
                    new CounterReading<>(
                            i + 1, 0, null, Counters.of(CounterKind.STATEMENT, counted.get(i))));
        }
        record(CounterKind.STATEMENT, statements);
        if (looks++ % RELATIONS != 0) {
            return;
        }
        record(
                CounterKind.TABLE,
                List.of(
                        new CounterReading<>(
                                1,
                                1,
                                null,
                                Counters.of(
                                        CounterKind.TABLE,
                                        Map.of(
                                                TableCounter.ROWS_UPDATED,
                                                updates,
                                                TableCounter.ROWS_HOT_UPDATED,
                                                updates / 2)))));
        record(
                CounterKind.INDEX,
                List.of(
                        new CounterReading<>(
                                1,
                                1,
                                null,
                                Counters.of(
                                        CounterKind.INDEX, Map.of(IndexCounter.SCANS, scans)))));
    }

    private void record(CounterKind kind, List<CounterReading<Integer>> readings) {
        partitions.ensure(PartitionedTable.valueOf(kind.name() + "_SAMPLE"), now);
        repository.inTransaction(
                jdbc ->
                        store.record(
                                jdbc,
                                kind == CounterKind.STATEMENT
                                        ? CounterScope.ofServer(NODE, kind)
                                        : new CounterScope(NODE, kind, 1),
                                new CounterLook(now, START, reset, 0, false),
                                readings));
    }

    private void sumUp() {
        for (CounterKind kind : CounterKind.values()) {
            while (true) {
                var due = repository.inTransaction(jdbc -> rollUp.due(jdbc, INSTANCE, kind, now));
                if (due.isEmpty()) {
                    break;
                }
                partitions.ensure(PartitionedTable.valueOf(kind.name() + "_HOUR"), due.get());
                repository.inTransaction(jdbc -> rollUp.sum(jdbc, INSTANCE, kind, due.get()));
            }
        }
    }

    /** Proposes, approves and does it, with times of this clock. */
    KnownStrategy change(Action action) {
        return change(action, "btree", "CREATE INDEX orders_customer ON public.orders (customer)");
    }

    /** The same with statistics, which have the name of the index. */
    KnownStrategy changeStatistics(Action action) {
        return change(
                action,
                Proposal.Form.STATISTICS,
                "CREATE STATISTICS public.orders_customer ON id, customer FROM public.orders");
    }

    private KnownStrategy change(Action action, String method, String definition) {
        Proposal proposal =
                new Proposal(
                        action,
                        ORDERS,
                        "orders_customer",
                        definition,
                        new Proposal.Form(method, List.of("customer"), List.of(), null),
                        "equality on customer",
                        new Prediction(
                                method.equals("btree") ? 8192 : 0,
                                1,
                                0,
                                5,
                                List.of(new Prediction.QueryCost("hash1", 1_000, 50, 10))));
        UUID id =
                repository.inTransaction(
                        jdbc ->
                                new Proposals(UUID::randomUUID)
                                        .propose(
                                                jdbc,
                                                SCOPE,
                                                Source.ADVICE,
                                                List.of(proposal),
                                                Actor.LOCAL)
                                        .getFirst()
                                        .strategy());
        repository.inTransaction(
                jdbc -> {
                    new StrategyLife(UUID::randomUUID)
                            .move(
                                    jdbc,
                                    INSTANCE,
                                    id,
                                    Status.open(),
                                    StrategyLife.Step.decided(Status.APPROVED, Actor.LOCAL, null));
                    return null;
                });
        apply(strategy(id), action);
        kept.execute(
                "UPDATE index_change SET intended_at = '%s', settled_at = '%s'"
                        .formatted(BEGAN, SETTLED),
                "UPDATE change_step SET began_at = '%s', ended_at = '%s'"
                        .formatted(BEGAN, SETTLED));
        return strategy(id);
    }

    private void apply(KnownStrategy strategy, Action action) {
        ChangeJournal journal = new ChangeJournal(repository, UUID::randomUUID, UUID.randomUUID());
        JournalledChange change =
                journal.intend(
                        new ChangeJournal.Intent(
                                strategy,
                                action,
                                false,
                                strategy.createStatement(),
                                JournalledChange.Before.NOTHING,
                                Actor.LOCAL));
        ChangeSteps steps = new ChangeSteps(repository);
        int step =
                steps.begin(
                        change,
                        StepKind.CREATE,
                        ORDERS,
                        strategy.createStatement(),
                        new ChangeSteps.Backend(1, START));
        steps.end(change, step, 1, null, null);
        journal.settle(
                change,
                new ChangeJournal.Settlement(
                        ChangeOutcome.APPLIED, null, 8_000L, Status.WATCHED, Actor.LOCAL));
    }

    /** A plan of statement 1 that was logged. */
    void plan(String hash, Instant first, Instant last, String node, @Nullable String index) {
        String plan =
                """
                {"Node Type": "%s", "Relation Name": "orders", "Alias": "orders"%s,
                 "Startup Cost": 0, "Total Cost": 9, "Plan Rows": 1, "Plan Width": 4}
                """
                        .formatted(
                                node, index == null ? "" : ", \"Index Name\": \"" + index + "\"");
        kept.execute(
                """
                INSERT INTO plan (instance_id, plan_hash, statement_id, plan, indexes_used,
                                  first_seen, last_seen)
                VALUES ('%s', '%s'::bytea, 1, '[{"Plan": %s}]', '[]', '%s', '%s')
                """
                        .formatted(INSTANCE, hash, plan, first, last));
    }

    KnownStrategy strategy(UUID id) {
        return repository.inTransaction(
                jdbc -> new Strategies().withId(jdbc, INSTANCE, id).orElseThrow());
    }

    void allowRollBack() {
        repository.inTransaction(
                jdbc -> {
                    new Policies()
                            .set(
                                    jdbc,
                                    INSTANCE,
                                    "",
                                    new Policy(
                                            List.of(),
                                            new Policy.Unattended(Set.of(), false, true),
                                            Policy.NONE.limits(),
                                            Policy.NONE.watch(),
                                            Policy.NONE.unused()),
                                    Actor.LOCAL);
                    return null;
                });
    }

    @Override
    public void close() {
        repository.close();
        kept.close();
    }
}
