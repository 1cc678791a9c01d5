package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.pgwright.testing.Proxy;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A shop's database whose indexes are changed, and a repository: a table, a partitioned table with
 * a partitioned partition, and indexes on both.
 */
final class ChangeFixture implements AutoCloseable {
    static final ChangeLimits IMPATIENT =
            ChangeLimits.DEFAULT.waiting(Duration.ofMillis(400), 2, Duration.ofMillis(600));
    static final ChangeLimits BRIEF =
            ChangeLimits.DEFAULT.waiting(Duration.ofMillis(400), 1, Duration.ofMillis(600));
    static final ChangeLimits PATIENT =
            ChangeLimits.DEFAULT.waiting(Duration.ofSeconds(10), 2, Duration.ofMinutes(5));

    /** The common pool has one thread on two cores. */
    static final Executor THREADS = work -> Thread.ofVirtual().start(work);

    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** The repository of all changes here, as to make one takes time; gone with its server. */
    private static final class Remembered {
        private static final TestDatabase DATABASE = TestServers.freshDatabase(TestServers.NEWEST);
    }

    private static final String STEP_WAITS =
            """
            SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'change_step'::regclass
            """;

    private static final List<String> TABLES =
            List.of("Orders", "events", "events_1", "events_2", "events_2a", "events_2b");

    private static final String INDEXES =
            """
            SELECT i.relname || CASE WHEN x.indisvalid AND x.indisready AND x.indislive THEN ''
                                     ELSE ' (invalid)' END
              FROM pg_index x
              JOIN pg_class i ON i.oid = x.indexrelid
              JOIN pg_namespace n ON n.oid = i.relnamespace
             WHERE n.nspname = 'shop'
             ORDER BY 1
            """;

    /** Locks of ours on tables and indexes. */
    static final String LOCKS =
            """
            SELECT l.pid
              FROM pg_locks l
              JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE a.application_name = 'pgwright' AND a.datname = current_database()
               AND l.locktype = 'relation' AND l.database = a.datid
            """;

    /** Sessions of ours that are there at all. */
    static final String ALIVE =
            """
            SELECT pid FROM pg_stat_activity
             WHERE application_name = 'pgwright' AND datname = current_database()
            """;

    private final Supplier<TestDatabase> database;
    private final Runnable closeDatabase;
    private final TestDatabase remembered;
    private final Proxy toServer;
    private final Proxy toRepository;
    private final Repository repository;
    private final Changes changes;
    private final ChangedDatabase changed;

    private ChangeFixture(
            Supplier<TestDatabase> database, TestDatabase changing, Runnable closeDatabase) {
        this.database = database;
        this.closeDatabase = closeDatabase;
        this.toServer = Proxy.before(() -> database.get().port());
        this.remembered = Remembered.DATABASE;
        this.toRepository = Proxy.before(remembered::port);
        this.repository =
                Repository.open(
                        new RepositoryLocation.Server(
                                ConnectionSettings.to(
                                        "127.0.0.1",
                                        toRepository.port(),
                                        remembered.user(),
                                        remembered.name(),
                                        remembered.password())),
                        Repositories::local);
        this.changes = changes(repository);
        this.changed = changes.register(settings(changing, toServer.port()));
    }

    /** On the shared server of a major. */
    static ChangeFixture on(int major) {
        return on(TestServers.server(major));
    }

    /** In a database of its own of a server. */
    static ChangeFixture on(EmbeddedPostgres server) {
        TestDatabase database = TestServers.freshDatabase(server);
        fill(database);
        return new ChangeFixture(() -> database, database, database::close);
    }

    /** The same, whose indexes are changed by a role that owns the tables and may do no more. */
    static ChangeFixture ofOwner(int major) {
        TestDatabase database = TestServers.freshDatabase(major);
        fill(database);
        String owner = "owner of " + database.name();
        database.execute(
                "CREATE ROLE \"%s\" LOGIN PASSWORD 'secret'".formatted(owner),
                "ALTER SCHEMA shop OWNER TO \"%s\"".formatted(owner));
        for (String table : TABLES) {
            database.execute("ALTER TABLE shop.\"%s\" OWNER TO \"%s\"".formatted(table, owner));
        }
        return new ChangeFixture(
                () -> database,
                new TestDatabase(
                        database.server(),
                        database.name(),
                        database.host(),
                        database.port(),
                        owner,
                        "secret"),
                () -> {
                    database.execute(
                            "DROP SCHEMA shop CASCADE", "DROP ROLE \"%s\"".formatted(owner));
                    database.close();
                });
    }

    /**
     * On a server of its own.
     *
     * @param database as it is at the moment
     */
    static ChangeFixture on(Supplier<TestDatabase> database) {
        fill(database.get());
        return new ChangeFixture(
                database,
                database.get(),
                () -> {
                    // It goes with its server.
                });
    }

    /** The way to the server. */
    Proxy toServer() {
        return toServer;
    }

    /** The way to the repository. */
    Proxy toRepository() {
        return toRepository;
    }

    /** Where the repository is, as a process is told. */
    String repositoryUri() {
        return remembered.uri();
    }

    /** As when the lease of a process that was killed has run out. */
    void endLease() {
        remembered.execute("DELETE FROM change_lease");
    }

    void reconcile() {
        changes.reconcile(changed, PATIENT, new EndSignal(), ChangeProgress.NONE);
    }

    static void fill(TestDatabase database) {
        database.execute(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.\"Orders\" (id integer, customer integer, note text)",
                "INSERT INTO shop.\"Orders\" SELECT i, i % 100, 'x' FROM generate_series(1, 1000) i",
                "CREATE INDEX \"Orders by id\" ON shop.\"Orders\" (id)",
                "CREATE TABLE shop.events (id integer, day integer) PARTITION BY RANGE (day)",
                "CREATE TABLE shop.events_1 PARTITION OF shop.events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE shop.events_2 PARTITION OF shop.events FOR VALUES FROM (10) TO (20)"
                        + " PARTITION BY RANGE (day)",
                "CREATE TABLE shop.events_2a PARTITION OF shop.events_2"
                        + " FOR VALUES FROM (10) TO (15)",
                "CREATE TABLE shop.events_2b PARTITION OF shop.events_2"
                        + " FOR VALUES FROM (15) TO (20)",
                "INSERT INTO shop.events SELECT i, i % 20 FROM generate_series(1, 1000) i",
                "CREATE INDEX \"events by day\" ON shop.events (day)");
    }

    private static Changes changes(Repository repository) {
        return new Changes(
                repository,
                InstantSource.system(),
                new Ids(InstantSource.system(), new Random()),
                new Random(),
                Actor.LOCAL);
    }

    static ConnectionSettings settings(TestDatabase database, int port) {
        return ConnectionSettings.to(
                "127.0.0.1", port, database.user(), database.name(), database.password());
    }

    /** The kinds of change that the fault table is about. */
    enum Kind {
        CREATE(Action.CREATE, "Orders", "Orders by customer"),
        DROP(Action.DROP, "Orders", "Orders by id"),
        REINDEX(Action.REINDEX, "Orders", "Orders by id"),
        PARTITIONED_CREATE(Action.CREATE, "events", "events by id"),
        PARTITIONED_DROP(Action.DROP, "events", "events by day"),
        PARTITIONED_REINDEX(Action.REINDEX, "events", "events by day");

        private final Action action;
        private final String table;
        private final String index;

        Kind(Action action, String table, String index) {
            this.action = action;
            this.table = table;
            this.index = index;
        }

        Action action() {
            return action;
        }

        QualifiedName table() {
            return new QualifiedName("shop", table);
        }

        private boolean isPartitioned() {
            return table.equals("events");
        }

        String index() {
            return index;
        }

        /** A table that holds rows, which the change needs to lock. */
        String leaf() {
            return isPartitioned() ? "shop.events_2b" : "shop.\"Orders\"";
        }

        private String definition() {
            String column =
                    switch (this) {
                        case CREATE -> "customer";
                        case DROP, REINDEX, PARTITIONED_CREATE -> "id";
                        case PARTITIONED_DROP, PARTITIONED_REINDEX -> "day";
                    };
            return "CREATE INDEX \"%s\" ON %s (%s)".formatted(index, table().quoted(), column);
        }
    }

    TestDatabase database() {
        return database.get();
    }

    Changes changes() {
        return changes;
    }

    ChangedDatabase changed() {
        return changed;
    }

    /** A strategy that is approved. */
    KnownStrategy approved(Kind kind) {
        return approved(kind.action(), kind.table(), kind.index(), kind.definition());
    }

    KnownStrategy approved(Action action, QualifiedName table, String index, String definition) {
        Proposal proposal =
                new Proposal(
                        action,
                        table,
                        index,
                        definition,
                        new Proposal.Form("btree", List.of("id"), List.of(), null),
                        "a test wants it",
                        Prediction.NONE);
        var proposed = changes.propose(changed, Source.ADVICE, List.of(proposal)).getFirst();
        KnownStrategy strategy = known(proposed.strategy());
        return changes.approve(strategy, null);
    }

    KnownStrategy known(UUID id) {
        return changes.withId(changed.scope().instanceId(), id);
    }

    ChangeEnd apply(KnownStrategy strategy, ChangeLimits limits) {
        return apply(strategy, limits, new EndSignal());
    }

    ChangeEnd apply(KnownStrategy strategy, ChangeLimits limits, EndSignal stop) {
        return changes.apply(changed, strategy, limits, stop, ChangeProgress.NONE);
    }

    CompletableFuture<ChangeEnd> begin(KnownStrategy strategy, ChangeLimits limits) {
        return CompletableFuture.supplyAsync(() -> apply(strategy, limits), THREADS);
    }

    /** What happens to a change. */
    interface Accident {
        void happen() throws SQLException;
    }

    /** Begins a change to which something happens between its look for obstacles and its work. */
    CompletableFuture<ChangeEnd> begin(
            KnownStrategy strategy, ChangeLimits limits, Accident meanwhile) throws SQLException {
        try (Connection connection = remembered.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE change_step IN EXCLUSIVE MODE");
            CompletableFuture<ChangeEnd> end = begin(strategy, limits);
            await(
                    "it does not begin",
                    () -> end.isDone() || !answers(remembered, STEP_WAITS).isEmpty());
            meanwhile.happen();
            connection.rollback();
            return end;
        }
    }

    /** The statements that ran for a strategy. */
    List<String> statements(KnownStrategy strategy) {
        return answers(
                remembered,
                """
                SELECT s.statement
                  FROM change_step s
                  JOIN index_change c ON c.instance_id = s.instance_id AND c.id = s.change_id
                 WHERE c.strategy_id = '%s'
                 ORDER BY c.intended_at, s.step
                """
                        .formatted(strategy.id()));
    }

    /** All indexes of the shop, with what is wrong with them. */
    List<String> indexes() {
        return answers(INDEXES);
    }

    /** Those that a change that is complete leaves, or that were there if it was not done. */
    List<String> expected(Kind kind, boolean isDone) {
        return indexesAfter(isDone ? kind : null);
    }

    private static List<String> indexesAfter(@Nullable Kind kind) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "Orders by id",
                                "events by day",
                                "events_1_day_idx",
                                "events_2_day_idx",
                                "events_2a_day_idx",
                                "events_2b_day_idx"));
        if (kind == Kind.DROP) {
            all.remove("Orders by id");
        } else if (kind == Kind.PARTITIONED_DROP) {
            all.removeIf(name -> name.startsWith("events"));
        } else if (kind == Kind.CREATE) {
            all.add("Orders by customer");
        }
        return all.stream().sorted().toList();
    }

    /** Whether the index is there, whole, with all its parts. */
    boolean isWhole(Kind kind) {
        return indexes().stream().noneMatch(name -> name.endsWith("(invalid)"))
                && answers(
                                "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid"
                                        + " IN (SELECT relid FROM pg_partition_tree("
                                        + "to_regclass('shop.\"%s\"'))".formatted(kind.index())
                                        + " UNION SELECT to_regclass('shop.\"%s\"'))"
                                                .formatted(kind.index()))
                        .getFirst()
                        .equals(kind.isPartitioned() ? "5" : "1");
    }

    /** A statement that writes where a kind of change works. */
    static String insert(Kind kind) {
        return "INSERT INTO %s VALUES (1001, 17)".formatted(kind.leaf());
    }

    /** Of the session behind a statement. */
    static int pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** A session that builds and drops of a kind have to wait for, until it ends. */
    void holdUp(Connection connection, Statement statement, Kind kind) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        statement.execute("SELECT count(*) FROM " + kind.leaf());
    }

    /** Settles what is left, does what is not done, and sees that it is. */
    void assertDoneAfterwards(Kind kind, KnownStrategy strategy) {
        reconcile();
        assertNothingInvalid();
        KnownStrategy now = known(strategy.id());
        if (now.standing().status() != Status.WATCHED) {
            KnownStrategy again =
                    now.standing().status() == Status.APPROVED
                            ? now
                            : changes.approve(now, "again");
            assertThat(apply(again, PATIENT).isAsWanted()).isTrue();
        }
        assertDone(kind, strategy);
    }

    void assertDone(Kind kind, KnownStrategy strategy) {
        assertNothingInvalid();
        switch (kind.action()) {
            case CREATE, REINDEX -> assertThat(isWhole(kind)).isTrue();
            case DROP -> assertThat(indexes()).isEqualTo(expected(kind, true));
        }
        assertThat(known(strategy.id()).standing().status()).isEqualTo(Status.WATCHED);
        assertThat(answers(LOCKS)).isEmpty();
    }

    void assertNothingInvalid() {
        assertThat(indexes()).noneMatch(name -> name.endsWith("(invalid)"));
    }

    List<String> answers(String sql) {
        return answers(database(), sql);
    }

    private static List<String> answers(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether pgwright removes what is left. */
    boolean isCleaning() {
        return !answers(
                        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DROP%pgwright:change%'"
                                + " AND state = 'active' AND datname = current_database()")
                .isEmpty();
    }

    /** Waits until a session of pgwright waits for a lock of somebody else. */
    void awaitWaiting() {
        await(
                "pgwright does not wait for anybody",
                () ->
                        !answers(
                                        "SELECT pid FROM pg_stat_activity WHERE wait_event_type ="
                                                + " 'Lock' AND application_name = 'pgwright' AND"
                                                + " datname = current_database()")
                                .isEmpty());
    }

    /** Waits until something is so. */
    static void await(String otherwise, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(end);
            LockSupport.parkNanos(MOMENT.toNanos());
        }
    }

    @Override
    public void close() {
        repository.close();
        toRepository.close();
        toServer.close();
        closeDatabase.run();
    }
}
