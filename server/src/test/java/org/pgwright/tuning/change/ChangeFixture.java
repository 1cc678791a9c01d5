package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A shop's database whose indexes are changed, and a repository that remembers it. */
final class ChangeFixture extends ShopDatabase implements AutoCloseable {
    static final ChangeLimits IMPATIENT =
            ChangeLimits.DEFAULT.waiting(Duration.ofMillis(400), 2, Duration.ofMillis(600));
    static final ChangeLimits BRIEF =
            ChangeLimits.DEFAULT.waiting(Duration.ofMillis(400), 1, Duration.ofMillis(600));

    /** Looks more often at what it does. */
    static final ChangeLimits WATCHFUL =
            ChangeLimits.DEFAULT.waiting(Duration.ofSeconds(2), 2, Duration.ofMinutes(5));

    static final ChangeLimits PATIENT =
            ChangeLimits.DEFAULT.waiting(Duration.ofSeconds(10), 2, Duration.ofMinutes(5));

    /** The common pool has one thread on two cores. */
    static final Executor THREADS = work -> Thread.ofVirtual().start(work);

    private final Runnable closeDatabase;
    private final JournalSeen journal = JournalSeen.OF_ALL;
    private final Proxy toServer;
    private final Proxy toRepository;
    private final Repository repository;
    private final Changes changes;
    private final ChangedDatabase changed;
    private final AtomicInteger looks = new AtomicInteger();

    private ChangeFixture(
            Supplier<TestDatabase> database, TestDatabase changing, Runnable closeDatabase) {
        super(database);
        this.closeDatabase = closeDatabase;
        this.toServer = Proxy.before(() -> database.get().port());
        this.toRepository = Proxy.before(journal.database()::port);
        this.repository =
                Repository.open(
                        new RepositoryLocation.Server(
                                settings(journal.database(), toRepository.port())),
                        Repositories::local);
        this.changes = changes(InstantSource.system());
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
        database.execute("CREATE ROLE \"%s\" LOGIN PASSWORD 'secret'".formatted(owner));
        giveTo(owner, database);
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

    JournalSeen journal() {
        return journal;
    }

    /** The way to the server. */
    Proxy toServer() {
        return toServer;
    }

    /** The way to the repository. */
    Proxy toRepository() {
        return toRepository;
    }

    void reconcile() {
        changes.reconcile(changed, PATIENT, new EndSignal(), ChangeProgress.NONE);
    }

    static ConnectionSettings settings(TestDatabase database, int port) {
        return ConnectionSettings.to(
                "127.0.0.1", port, database.user(), database.name(), database.password());
    }

    Changes changes() {
        return changes;
    }

    ChangedDatabase changed() {
        return changed;
    }

    /** The one who changes, by a clock. */
    Changes changes(InstantSource clock) {
        return new Changes(
                repository, clock, new Ids(clock, new Random()), new Random(), Actor.LOCAL);
    }

    Repository repository() {
        return repository;
    }

    /** A strategy that is approved. */
    KnownStrategy approved(KindOfChange kind) {
        return approved(kind.action(), kind.table(), kind.index(), kind.definition());
    }

    KnownStrategy approved(Action action, QualifiedName table, String index, String definition) {
        Proposal proposal = proposal(action, table, index, definition, Prediction.NONE);
        return changes.approve(proposed(Source.ADVICE, proposal), null);
    }

    /** A strategy that nobody has decided on. */
    KnownStrategy proposed(Source source, KindOfChange kind) {
        return proposed(source, proposal(kind, Prediction.NONE));
    }

    /** The same with a promise. */
    KnownStrategy proposed(KindOfChange kind, Prediction prediction) {
        return proposed(Source.ADVICE, proposal(kind, prediction));
    }

    /** Another thing wanted of the same index, or statistics. */
    KnownStrategy proposed(Action action, KindOfChange kind) {
        return proposed(
                Source.ADVICE,
                proposal(action, kind.table(), kind.index(), kind.definition(), Prediction.NONE));
    }

    private static Proposal proposal(KindOfChange kind, Prediction prediction) {
        return proposal(kind.action(), kind.table(), kind.index(), kind.definition(), prediction);
    }

    private KnownStrategy proposed(Source source, Proposal proposal) {
        return known(changes.propose(changed, source, List.of(proposal)).getFirst().strategy());
    }

    private static Proposal proposal(
            Action action,
            QualifiedName table,
            String index,
            String definition,
            Prediction prediction) {
        return new Proposal(
                action,
                table,
                index,
                definition,
                new Proposal.Form(
                        definition.startsWith("CREATE STATISTICS")
                                ? Proposal.Form.STATISTICS
                                : "btree",
                        List.of("id"),
                        List.of(),
                        null),
                "a test wants it",
                prediction);
    }

    KnownStrategy known(UUID id) {
        return changes.withId(changed.scope().instanceId(), id);
    }

    ChangeEnd apply(KnownStrategy strategy, ChangeLimits limits) {
        return apply(strategy, limits, new EndSignal());
    }

    ChangeEnd apply(KnownStrategy strategy, ChangeLimits limits, EndSignal stop) {
        return changes.apply(changed, strategy, limits, stop, new Counting());
    }

    CompletableFuture<ChangeEnd> begin(KnownStrategy strategy, ChangeLimits limits) {
        return CompletableFuture.supplyAsync(() -> apply(strategy, limits), THREADS);
    }

    private final class Counting implements ChangeProgress {
        @Override
        public void step(String what, long done, long total) {
            looks.incrementAndGet();
        }

        @Override
        public void note(String sentence) {
            // Nobody asks for it.
        }
    }

    /** What happens to a change. */
    interface Accident {
        void happen(CompletableFuture<ChangeEnd> end) throws Exception;
    }

    /** Takes back what was done. */
    ChangeEnd rollBack(KnownStrategy strategy) {
        return changes.rollBack(
                changed, known(strategy.id()), PATIENT, new EndSignal(), ChangeProgress.NONE);
    }

    /** Begins a change to which something happens between its look for obstacles and its work. */
    CompletableFuture<ChangeEnd> begin(
            KnownStrategy strategy, ChangeLimits limits, Accident meanwhile) throws Exception {
        CompletableFuture<ChangeEnd> end;
        try (Connection held = journal.holdSteps()) {
            CompletableFuture<ChangeEnd> begun = begin(strategy, limits);
            end = begun;
            await("it does not begin", () -> begun.isDone() || journal.isHeld());
            meanwhile.happen(begun);
            held.rollback();
        }
        return end;
    }

    /**
     * Begins a change, lets something happen while it waits for an old transaction, and ends that.
     */
    CompletableFuture<ChangeEnd> beginHeldUp(
            KindOfChange kind, KnownStrategy strategy, ChangeLimits limits, Accident meanwhile)
            throws Exception {
        try (Connection other = database().connect();
                Statement statement = other.createStatement()) {
            holdUp(other, statement, kind);
            CompletableFuture<ChangeEnd> end = begin(strategy, limits);
            awaitWaiting();
            meanwhile.happen(end);
            return end;
        }
    }

    /** Waits until a change has ended, or does no more than remove what is left. */
    void awaitBrokenOff(CompletableFuture<ChangeEnd> end) {
        await("it is not broken off", () -> end.isDone() || isCleaning());
    }

    /** Waits until pgwright has looked at what it does from beginning to end. */
    void awaitLook() {
        // When it begins to look once more it is done with the time before.
        int next = looks.get() + 2;
        await("it does not look at what it does", () -> looks.get() >= next);
    }

    /** Settles what is left, does what is not done, and sees that it is. */
    void assertDoneAfterwards(KindOfChange kind, KnownStrategy strategy) {
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

    void assertDone(KindOfChange kind, KnownStrategy strategy) {
        assertNothingInvalid();
        switch (kind.action()) {
            case CREATE, REINDEX -> assertThat(isWhole(kind)).isTrue();
            case DROP -> assertThat(indexes()).isEqualTo(expected(kind, true));
        }
        assertThat(known(strategy.id()).standing().status()).isEqualTo(Status.WATCHED);
        assertThat(answers(LOCKS)).isEmpty();
        assertThat(journal.unsettled(strategy)).isEmpty();
    }

    @Override
    public void close() {
        repository.close();
        toRepository.close();
        toServer.close();
        closeDatabase.run();
    }
}
