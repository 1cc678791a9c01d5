package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Builds on partitioned tables that are paused when the maintenance window ends. */
final class PausedChangesTest {
    private static final Instant NIGHT = Instant.parse("2026-11-27T22:30:00Z");
    private static final Instant LATER = Instant.parse("2026-11-27T23:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-11-28T22:00:00Z");
    private static final List<MaintenanceWindow> NIGHTLY =
            List.of(MaintenanceWindow.parse("22:00-23:00"));

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile Instant now = NIGHT;
    private ChangeFixture shop;
    private Changes changes;
    private UnattendedChanges unattended;

    @BeforeEach
    void open() {
        shop = ChangeFixture.on(TestServers.NEWEST);
        changes = shop.changes(() -> now);
        unattended =
                new UnattendedChanges(changes, shop.changed().scope().instanceId(), messages::add);
        allow(NIGHTLY, true);
    }

    @AfterEach
    void close() {
        allow(List.of(), false);
        shop.close();
    }

    @Test
    void isToldOnceAndIsNoFailure() throws SQLException {
        KnownStrategy wanted = paused();

        assertThat(messages)
                .filteredOn(message -> message.contains("paused"))
                .singleElement()
                .asString()
                .endsWith(
                        "create index shop.\"events by id\": paused: broken off: the maintenance"
                                + " window is over; it goes on in the window that begins at "
                                + NEXT);
        messages.clear();
        now = LATER.plus(Duration.ofHours(1));
        assertThat(round()).isEmpty();
        now = NEXT.minusSeconds(1);
        assertThat(round()).isEmpty();
        assertThat(messages).isEmpty();
        assertThat(status(wanted)).isEqualTo(Status.BUILDING);
        shop.assertNothingInvalid();
    }

    @Test
    void goesOnAsSoonAsTheWindowBegins() throws SQLException {
        KnownStrategy wanted = paused();
        now = NEXT.minusSeconds(1);
        assertThat(round()).isEmpty();

        now = NEXT;
        assertThat(round()).isEmpty();

        shop.assertDone(KindOfChange.PARTITIONED_CREATE, wanted);
        assertThat(messages)
                .anyMatch(message -> message.contains("create index shop.\"events by id\": done"));
    }

    @Test
    void goesOnWhenTheWindowIsTakenAway() throws SQLException {
        KnownStrategy wanted = paused();

        allow(List.of(), true);
        assertThat(round()).isEmpty();

        shop.assertDone(KindOfChange.PARTITIONED_CREATE, wanted);
    }

    @Test
    void staysWhereThePolicyDoesNothingAnyMore() throws SQLException {
        KnownStrategy wanted = paused();

        allow(NIGHTLY, false);
        now = NEXT;
        assertThat(round()).isEmpty();

        assertThat(status(wanted)).isEqualTo(Status.BUILDING);
    }

    @Test
    void isAFailureWithinTheWindow() throws SQLException {
        KnownStrategy wanted = shop.approved(KindOfChange.PARTITIONED_CREATE);
        EndSignal stop = new EndSignal();
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            holdUpLastPartition(other, statement);
            CompletableFuture<Optional<String>> round = begin(stop);
            shop.awaitWaiting();
            stop.give();
            assertThat(ended(round, other))
                    .hasValueSatisfying(
                            told ->
                                    assertThat(told)
                                            .endsWith("paused: broken off: somebody ended it"));
        }

        assertThat(round()).isEmpty();

        shop.assertDone(KindOfChange.PARTITIONED_CREATE, wanted);
    }

    @Test
    void whatACrashLeftIsSettledMeanwhile() throws SQLException {
        KnownStrategy wanted = paused();
        KnownStrategy crashed = shop.approved(KindOfChange.DROP);
        new ChangeJournal(shop.repository(), UUID::randomUUID, UUID.randomUUID())
                .intend(
                        new ChangeJournal.Intent(
                                crashed,
                                KindOfChange.DROP.action(),
                                false,
                                crashed.createStatement(),
                                JournalledChange.Before.NOTHING,
                                Actor.LOCAL));

        assertThat(round()).isEmpty();

        assertThat(status(crashed)).isNotEqualTo(Status.BUILDING);
        assertThat(status(wanted)).isEqualTo(Status.BUILDING);
    }

    @Test
    void holdsUpNothingThatIsToBeTakenBack() throws SQLException {
        KnownStrategy harmful = shop.approved(KindOfChange.CREATE);
        assertThat(shop.apply(harmful, ChangeFixture.PATIENT).isAsWanted()).isTrue();
        KnownStrategy wanted = paused();

        changes.rollBack(
                shop.changed(),
                shop.known(harmful.id()),
                ChangeFixture.PATIENT,
                new EndSignal(),
                ChangeProgress.NONE);

        assertThat(status(harmful)).isEqualTo(Status.ROLLED_BACK);
        assertThat(status(wanted)).isEqualTo(Status.BUILDING);
    }

    /** The last partition is held up until the window is over. */
    private KnownStrategy paused() throws SQLException {
        KnownStrategy wanted = shop.approved(KindOfChange.PARTITIONED_CREATE);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            holdUpLastPartition(other, statement);
            CompletableFuture<Optional<String>> round = begin(new EndSignal());
            shop.awaitWaiting();
            now = LATER;
            assertThat(ended(round, other)).isEmpty();
        }
        assertThat(status(wanted)).isEqualTo(Status.BUILDING);
        return wanted;
    }

    /** Has written there, and looks at nothing any more, so that only builds there wait for it. */
    private static void holdUpLastPartition(Connection other, Statement statement)
            throws SQLException {
        other.setAutoCommit(false);
        statement.execute(ShopDatabase.insert(KindOfChange.PARTITIONED_CREATE));
    }

    /** What is left is removed when nobody is in the way any more. */
    private Optional<String> ended(CompletableFuture<Optional<String>> round, Connection other)
            throws SQLException {
        ShopDatabase.await("it is not broken off", () -> round.isDone() || shop.isCleaning());
        other.rollback();
        return round.join();
    }

    private CompletableFuture<Optional<String>> begin(EndSignal stop) {
        return CompletableFuture.supplyAsync(
                () -> unattended.round(shop.changed().settings(), stop), ChangeFixture.THREADS);
    }

    private Optional<String> round() {
        return unattended.round(shop.changed().settings(), new EndSignal());
    }

    private void allow(List<MaintenanceWindow> windows, boolean applies) {
        changes.setPolicy(
                shop.changed().scope().instanceId(),
                shop.changed().settings().database(),
                policy ->
                        new Policy(
                                windows,
                                new Policy.Unattended(Set.of(), applies, false),
                                policy.limits(),
                                policy.watch(),
                                policy.unused()));
    }

    private Status status(KnownStrategy strategy) {
        return shop.known(strategy.id()).standing().status();
    }
}
