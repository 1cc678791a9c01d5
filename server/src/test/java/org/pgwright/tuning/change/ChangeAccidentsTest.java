package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.change.ChangeFixture.Kind;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Others do what changes do not expect. */
final class ChangeAccidentsTest {
    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void letsSessionsOfApplicationsGoBeforeTheLockTimeout() throws Exception {
        letsSessionsGo(shop);
    }

    /** Of sessions of other roles it sees no more than their locks. */
    @Test
    void letsSessionsGoThatItMayNotLookAt() throws Exception {
        try (ChangeFixture owned = ChangeFixture.ofOwner(TestServers.NEWEST)) {
            letsSessionsGo(owned);
        }
    }

    private static void letsSessionsGo(ChangeFixture shop) throws Exception {
        KnownStrategy strategy = shop.approved(Kind.CREATE);
        Duration lockTimeout = Duration.ofSeconds(2);
        AtomicLong waited = new AtomicLong();
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            holdSnapshot(other, statement);
            CompletableFuture<ChangeEnd> end =
                    shop.begin(
                            strategy,
                            ChangeFixture.PATIENT.waiting(lockTimeout, 1, Duration.ofMinutes(5)));
            shop.awaitWaiting();

            CompletableFuture<Void> application =
                    CompletableFuture.runAsync(
                            () -> waited.set(alterOrders(shop)), ChangeFixture.THREADS);

            ChangeFixture.await("the application still waits", application::isDone);
            assertThat(Duration.ofNanos(waited.get())).isLessThan(lockTimeout);
            other.rollback();
            assertThat(end.join()).isInstanceOf(ChangeEnd.Postponed.class);
        }
        assertThat(shop.indexes()).isEqualTo(shop.expected(Kind.CREATE, false));
    }

    /** As a migration does; every query of the table would wait behind it. */
    private static long alterOrders(ChangeFixture shop) {
        long begin = System.nanoTime();
        shop.database().execute("ALTER TABLE shop.\"Orders\" ALTER COLUMN note SET STATISTICS 10");
        shop.database().execute("VACUUM shop.\"Orders\"");
        return System.nanoTime() - begin;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void waitsForTransactionsThatWrite(Kind kind) throws SQLException {
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
            value = Kind.class,
            names = {"CREATE", "PARTITIONED_CREATE"})
    void refusesANameThatSomethingElseHas(Kind kind) {
        KnownStrategy strategy = shop.approved(kind);
        shop.database().execute("CREATE TABLE shop.\"%s\" (a integer)".formatted(kind.index()));

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end.shown()).contains("something else has the name");
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.APPROVED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CREATE", "PARTITIONED_CREATE"})
    void leavesAnInvalidIndexThatSomebodyElseLeft(Kind kind) {
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
            value = Kind.class,
            names = {"DROP", "REINDEX"})
    void changesAnIndexThatIsInvalid(Kind kind) {
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
        KnownStrategy strategy = shop.approved(Kind.REINDEX);
        shop.database().execute("CREATE INDEX \"Orders by id_ccnew\" ON shop.\"Orders\" (id)");
        invalidate("Orders by id_ccnew");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.indexes()).contains("Orders by id_ccnew (invalid)");
    }

    @Test
    void takesAnIndexThatIsThereAlreadyAsDone() {
        KnownStrategy strategy = shop.approved(Kind.CREATE);
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
                        Kind.CREATE.table(),
                        "broken",
                        "CREATE INDEX broken ON shop.\"Orders\" ((1 / (customer - 50)))");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Failed.class);
        assertThat(shop.indexes()).doesNotContain("broken", "broken (invalid)");
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.PROPOSED);
    }

    @Test
    void includesAPartitionThatIsAddedMeanwhile() throws SQLException {
        KnownStrategy strategy = shop.approved(Kind.PARTITIONED_CREATE);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            holdSnapshot(other, statement);
            end = shop.begin(strategy, ChangeFixture.PATIENT);
            shop.awaitWaiting();
            shop.database()
                    .execute(
                            "CREATE TABLE shop.events_3 PARTITION OF shop.events"
                                    + " FOR VALUES FROM (20) TO (30)");
        }

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(
                        shop.answers(
                                "SELECT bool_and(x.indisvalid) || ' ' || count(*) FROM pg_index x"
                                        + " JOIN pg_partition_tree('shop.\"events by id\"') t"
                                        + " ON t.relid = x.indexrelid"))
                .containsExactly("true 6");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PARTITIONED_DROP", "PARTITIONED_REINDEX"})
    void goesOnWhenAPartitionIsAddedMeanwhile(Kind kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);

        ChangeEnd end =
                shop.begin(
                                strategy,
                                ChangeFixture.PATIENT,
                                () ->
                                        shop.database()
                                                .execute(
                                                        "CREATE TABLE shop.events_3 PARTITION OF"
                                                                + " shop.events"
                                                                + " FOR VALUES FROM (20) TO (30)"))
                        .join();

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertNothingInvalid();
        assertThat(shop.indexes().contains("events_3_day_idx"))
                .isEqualTo(kind == Kind.PARTITIONED_REINDEX);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PARTITIONED_CREATE", "PARTITIONED_REINDEX"})
    void goesOnWhenAPartitionIsDroppedMeanwhile(Kind kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(ChangeFixture.insert(kind));
            end = shop.begin(strategy, ChangeFixture.PATIENT);
            shop.awaitWaiting();
            other.commit();
            shop.database().execute("DROP TABLE shop.events_1");
        }

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertNothingInvalid();
        assertThat(shop.indexes()).contains(kind.index()).doesNotContain("events_1_day_idx");
    }

    @Test
    void makesAnIndexOfATableWithAForeignPartition() {
        shop.database()
                .execute(
                        "CREATE EXTENSION IF NOT EXISTS file_fdw",
                        "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
                        "CREATE FOREIGN TABLE shop.events_4 PARTITION OF shop.events"
                                + " FOR VALUES FROM (90) TO (99) SERVER files"
                                + " OPTIONS (filename '/dev/null')");
        KnownStrategy strategy = shop.approved(Kind.PARTITIONED_CREATE);

        assertThat(shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.isWhole(Kind.PARTITIONED_CREATE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CREATE", "DROP", "PARTITIONED_CREATE", "PARTITIONED_DROP"})
    void takesBackWhatItDid(Kind kind) {
        KnownStrategy strategy = shop.approved(kind);
        shop.apply(strategy, ChangeFixture.PATIENT);

        ChangeEnd end =
                shop.changes()
                        .rollBack(
                                shop.changed(),
                                shop.known(strategy.id()),
                                ChangeFixture.PATIENT,
                                new EndSignal(),
                                ChangeProgress.NONE);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.ROLLED_BACK);
        if (kind.action() == Action.CREATE) {
            assertThat(shop.indexes()).isEqualTo(shop.expected(kind, false));
        } else {
            assertThat(shop.isWhole(kind)).isTrue();
        }
    }

    @Test
    void letsOneOfTwoProcessesChange() throws SQLException {
        KnownStrategy first = shop.approved(Kind.CREATE);
        KnownStrategy second = shop.approved(Kind.DROP);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            holdSnapshot(other, statement);
            end = shop.begin(first, ChangeFixture.PATIENT);
            shop.awaitWaiting();

            assertThat(shop.apply(second, ChangeFixture.PATIENT).shown())
                    .contains("another pgwright");
        }
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

    private static void holdSnapshot(Connection connection, Statement statement)
            throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        statement.execute("SELECT 1");
    }
}
