package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.EndSignal;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * What goes wrong while indexes are changed: nothing is lost, nothing is left invalid, and what was
 * not done can be done afterwards.
 */
final class ChangeFaultsTest {
    private static final String TERMINATE =
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE wait_event_type = 'Lock' AND application_name = 'pgwright'
               AND datname = current_database()
            """;

    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void doesItWhereNothingIsInTheWay(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertDone(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void postponesItWhileTheTableIsLocked(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE " + kind.leaf() + " IN ACCESS EXCLUSIVE MODE");

            ChangeEnd end = shop.apply(strategy, ChangeFixture.IMPATIENT);

            assertThat(end.shown()).contains("pid " + ChangeFixture.pid(statement));
            assertThat(end).isInstanceOfAny(ChangeEnd.Postponed.class, ChangeEnd.Paused.class);
            shop.assertNothingInvalid();
        }
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void endsOnTimeWhileAnOldTransactionIsOpen(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);

            ChangeEnd end = shop.apply(strategy, ChangeFixture.IMPATIENT);

            assertThat(end.isAsWanted()).as(end.shown()).isFalse();
            assertThat(end.shown()).contains("pid ");
        }
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void cleansUpWhenItsSessionIsTerminated(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        shop.beginHeldUp(kind, strategy, ChangeFixture.PATIENT, end -> shop.answers(TERMINATE))
                .join();

        shop.assertNothingInvalid();
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void stopsWhenTheWindowIsOver(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);

            Instant until = Instant.now().plus(Duration.ofSeconds(1));
            CompletableFuture<ChangeEnd> begun =
                    shop.begin(strategy, ChangeFixture.WATCHFUL.until(until));
            end = begun;
            ChangeFixture.await(
                    "the window does not end",
                    () -> begun.isDone() || (shop.isCleaning() && Instant.now().isAfter(until)));
        }

        end.join();
        shop.assertNothingInvalid();
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void stopsWhenItIsTold(KindOfChange kind) throws SQLException {
        KnownStrategy strategy = shop.approved(kind);
        EndSignal stop = new EndSignal();
        CompletableFuture<ChangeEnd> end;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);
            CompletableFuture<ChangeEnd> begun =
                    CompletableFuture.supplyAsync(
                            () -> shop.apply(strategy, ChangeFixture.WATCHFUL, stop),
                            ChangeFixture.THREADS);
            end = begun;
            shop.awaitWaiting();

            stop.give();
            ChangeFixture.await("it does not stop", () -> begun.isDone() || shop.isCleaning());
        }

        end.join();
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void heedsNoStatementTimeoutOfTheRole(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        String database = shop.database().name();
        shop.database()
                .execute(
                        "INSERT INTO shop.\"Orders\" SELECT i, i % 100, repeat('x', 50)"
                                + " FROM generate_series(1, 300000) i",
                        "ALTER DATABASE " + database + " SET statement_timeout = '50ms'");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        shop.database()
                .execute(
                        "SET statement_timeout = 0",
                        "ALTER DATABASE " + database + " RESET statement_timeout");
        shop.assertDone(kind, strategy);
    }
}
