package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.ChangeEnd;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Others do what changes do not expect. */
final class ChangeAccidentsTest {
    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "DROP", "REINDEX", "PARTITIONED_CREATE"})
    void letsSessionsOfApplicationsGoBeforeTheLockTimeout(KindOfChange kind) throws Exception {
        letsSessionsGo(shop, kind);
    }

    /** Of sessions of other roles it sees no more than their locks. */
    @Test
    void letsSessionsGoThatItMayNotLookAt() throws Exception {
        try (ChangeFixture owned = ChangeFixture.ofOwner(TestServers.NEWEST)) {
            letsSessionsGo(owned, KindOfChange.CREATE);
        }
    }

    private static void letsSessionsGo(ChangeFixture shop, KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        Duration lockTimeout = Duration.ofSeconds(2);
        AtomicLong waited = new AtomicLong();
        CompletableFuture<ChangeEnd> end =
                shop.beginHeldUp(
                        kind,
                        strategy,
                        ChangeFixture.PATIENT.waiting(lockTimeout, 1, Duration.ofMinutes(5)),
                        begun -> {
                            CompletableFuture<Void> application =
                                    CompletableFuture.runAsync(
                                            () -> waited.set(alter(shop, kind.table().quoted())),
                                            ChangeFixture.THREADS);
                            ChangeFixture.await("the application still waits", application::isDone);
                        });

        assertThat(Duration.ofNanos(waited.get())).isLessThan(lockTimeout);
        // A drop that was begun is finished, if there is time for it.
        assertThat(end.join().isAsWanted() && kind != KindOfChange.DROP).isFalse();
        shop.assertDoneAfterwards(kind, strategy);
    }

    /** As a migration does; every query of the table would wait behind it. The longest wait. */
    private static long alter(ChangeFixture shop, String table) {
        long longest = 0;
        for (String sql :
                List.of(
                        "ALTER TABLE %s ALTER COLUMN id SET STATISTICS 10".formatted(table),
                        "VACUUM " + table)) {
            long begin = System.nanoTime();
            shop.database().execute(sql);
            longest = Math.max(longest, System.nanoTime() - begin);
        }
        return longest;
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void looksAtWhatItDoesOnEveryMajor(int major) throws Exception {
        try (ChangeFixture old = ChangeFixture.on(major)) {
            KnownStrategy strategy = old.approved(KindOfChange.CREATE);

            ChangeEnd end =
                    old.beginHeldUp(
                                    KindOfChange.CREATE,
                                    strategy,
                                    ChangeFixture.WATCHFUL,
                                    begun -> old.awaitLook())
                            .join();

            assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
            old.assertDone(KindOfChange.CREATE, strategy);
        }
    }

    /** Its size cannot be asked for without waiting, either. */
    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"DROP", "REINDEX"})
    void postponesItWhileTheIndexIsLocked(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("REINDEX INDEX shop.\"%s\"".formatted(kind.index()));

            ChangeEnd end = shop.apply(strategy, ChangeFixture.BRIEF);

            assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
            assertThat(end.shown()).contains("pid " + ChangeFixture.pid(statement));
        }
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = KindOfChange.STATISTICS)
    void waitsForTransactionsThatWrite(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(ChangeFixture.insert(kind));
            end = shop.begin(strategy, ChangeFixture.PATIENT);
            shop.awaitWaiting();
            other.commit();
        }

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertDone(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "PARTITIONED_CREATE"})
    void refusesANameThatSomethingElseHas(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        shop.database().execute("CREATE TABLE shop.\"%s\" (a integer)".formatted(kind.index()));

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end.shown()).contains("something else has the name");
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.APPROVED);
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "PARTITIONED_CREATE"})
    void leavesAnInvalidIndexThatSomebodyElseLeft(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        shop.database()
                .execute(
                        "CREATE INDEX \"%s\" ON ONLY %s (id)"
                                .formatted(kind.index(), kind.table().quoted()));
        invalidate(kind.index());

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end.shown()).contains("an invalid index has the name");
        assertThat(shop.indexes()).contains(kind.index() + " (invalid)");
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"DROP", "REINDEX"})
    void changesAnIndexThatIsInvalid(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        invalidate(kind.index());

        assertThat(shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(ChangeEnd.Applied.class);

        shop.assertDone(kind, strategy);
    }

    /** As a build does that somebody cancelled. */
    private void invalidate(String index) {
        shop.database()
                .execute(
                        "UPDATE pg_index SET indisvalid = false"
                                + " WHERE indexrelid = 'shop.\"%s\"'::regclass".formatted(index));
    }

    @Test
    void leavesAnInvalidCopyThatSomebodyElseLeft() {
        KnownStrategy strategy = shop.approved(KindOfChange.REINDEX);
        shop.database().execute("CREATE INDEX \"Orders by id_ccnew\" ON shop.\"Orders\" (id)");
        invalidate("Orders by id_ccnew");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.indexes()).contains("Orders by id_ccnew (invalid)");
    }

    @Test
    void takesAnIndexThatIsThereAlreadyAsDone() {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        shop.database()
                .execute("CREATE INDEX \"Orders by customer\" ON shop.\"Orders\" (customer)");

        assertThat(shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(ChangeEnd.Unneeded.class);
    }

    @Test
    void leavesNothingWhenItsRowsAreNotIndexable() {
        KnownStrategy strategy =
                shop.approved(
                        Action.CREATE,
                        KindOfChange.CREATE.table(),
                        "broken",
                        "CREATE INDEX broken ON shop.\"Orders\" ((1 / (customer - 50)))");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Failed.class);
        assertThat(shop.indexes()).doesNotContain("broken", "broken (invalid)");
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.PROPOSED);
    }

    @ParameterizedTest
    @EnumSource(value = KindOfChange.class, mode = EnumSource.Mode.MATCH_NONE, names = ".*REINDEX")
    void takesBackWhatItDid(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        shop.apply(strategy, ChangeFixture.PATIENT);

        ChangeEnd end = shop.rollBack(strategy);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.ROLLED_BACK);
        if (kind.action() == Action.CREATE) {
            assertThat(shop.indexes()).isEqualTo(shop.expected(kind, false));
        } else {
            assertThat(shop.isWhole(kind)).isTrue();
        }
    }

    @Test
    void letsOneOfTwoProcessesChange() throws Exception {
        KnownStrategy first = shop.approved(KindOfChange.CREATE);
        KnownStrategy second = shop.approved(KindOfChange.DROP);
        CompletableFuture<ChangeEnd> end =
                shop.beginHeldUp(
                        KindOfChange.CREATE,
                        first,
                        ChangeFixture.PATIENT,
                        begun ->
                                assertThat(shop.apply(second, ChangeFixture.PATIENT).shown())
                                        .contains("another pgwright"));

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.apply(second, ChangeFixture.PATIENT)).isInstanceOf(ChangeEnd.Applied.class);
    }

    @Test
    void refusesATableThatIsNotThere() {
        KnownStrategy strategy =
                shop.approved(
                        Action.CREATE,
                        new QualifiedName("shop", "nowhere"),
                        "idx_nowhere",
                        "CREATE INDEX idx_nowhere ON shop.nowhere (a)");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end.shown()).contains("there is no table shop.nowhere");
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.APPROVED);
    }
}
