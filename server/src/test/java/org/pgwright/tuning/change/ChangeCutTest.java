package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.change.ChangeEnd;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** pgwright, the network and the repository end in the middle of a change. */
final class ChangeCutTest {
    private static final String AT_WORK =
            ChangeFixture.ALIVE + " AND state = 'active' AND query LIKE '%pgwright:change%'";

    private static final String WAITING = ChangeFixture.ALIVE + " AND wait_event_type = 'Lock'";

    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void settlesWhatAProcessThatWasKilledLeft(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);
            Process process = apply(strategy);
            ChangeFixture.await(
                    "pgwright does not wait for anybody",
                    () -> !process.isAlive() || !shop.answers(WAITING).isEmpty());
            assertThat(process.isAlive()).isTrue();

            process.destroyForcibly().waitFor();
            ChangeFixture.await(
                    "the server goes on for a client that is gone",
                    () -> shop.answers(ChangeFixture.ALIVE).isEmpty());
        }
        shop.journal().endLease();

        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void settlesWhatACutNetworkLeft(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end =
                shop.beginHeldUp(kind, strategy, ChangeFixture.PATIENT, begun -> cutServer());
        shop.toServer().mend();
        end.join();

        shop.assertDoneAfterwards(kind, strategy);
    }

    private void cutServer() {
        shop.toServer().cut();
        ChangeFixture.await(
                "the server goes on for a client that is gone",
                () -> shop.answers(ChangeFixture.ALIVE).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void waitsForARepositoryThatRestarts(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end =
                shop.beginHeldUp(
                        kind, strategy, ChangeFixture.PATIENT, begun -> shop.toRepository().cut());
        ChangeFixture.await("it is not done", () -> shop.answers(WAITING).isEmpty());
        shop.toRepository().mend();

        assertThat(end.join()).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertDone(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void settlesWhatARepositoryThatStayedAwayDoesNotKnow(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end = new CompletableFuture<>();
        Thread changing;
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);
            changing = Thread.ofPlatform().start(() -> complete(end, strategy));
            shop.awaitWaiting();

            shop.toRepository().cut();
        }
        ChangeFixture.await("it is not done", () -> shop.answers(AT_WORK).isEmpty());
        // It waits for the repository, for a minute and more.
        changing.interrupt();
        assertThatThrownBy(end::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(PgwrightException.class);
        shop.toRepository().mend();
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.BUILDING);
        shop.journal().endLease();

        shop.assertDoneAfterwards(kind, strategy);
    }

    private void complete(CompletableFuture<ChangeEnd> end, KnownStrategy strategy) {
        try {
            end.complete(shop.apply(strategy, ChangeFixture.PATIENT));
        } catch (PgwrightException failure) {
            end.completeExceptionally(failure);
        }
    }

    private Process apply(KnownStrategy strategy) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.pgwright.app.Main",
                        "apply",
                        "-d",
                        shop.database().uri(),
                        "--repository",
                        shop.journal().uri(),
                        "--yes",
                        "--patience",
                        "5min",
                        strategy.id().toString())
                .inheritIO()
                .start();
    }
}
