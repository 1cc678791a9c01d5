package org.pgwright.tuning.change;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.change.ChangeEnd;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.change.ChangeFixture.Kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The server is killed in the middle of a change. */
final class ChangeCrashTest {
    @TempDir(factory = FolderInCache.class)
    private Path home;

    private EmbeddedPostgres server;
    private ChangeFixture shop;

    @BeforeEach
    void start() {
        server = startServer();
        shop = ChangeFixture.on(this::database);
    }

    @AfterEach
    void stop() {
        shop.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void settlesWhatACrashOfTheServerLeft(Kind kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end;
        try (Connection other = database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);
            end = shop.begin(strategy, ChangeFixture.PATIENT);
            shop.awaitWaiting();

            killServer();
            server = startServer();
        }
        end.join();

        shop.assertDoneAfterwards(kind, strategy);
    }

    private EmbeddedPostgres startServer() {
        return EmbeddedPostgres.start(
                EmbeddedOptions.kept(
                                TestServers.installations().ofMajor(TestServers.NEWEST),
                                TestServers.cache(),
                                home.resolve("server"))
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                        .with(Map.of("autovacuum", "off")));
    }

    private TestDatabase database() {
        return new TestDatabase(
                server,
                EmbeddedPostgres.SUPERUSER,
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                server.superuserPassword());
    }

    private void killServer() throws IOException {
        List<String> lines = Files.readAllLines(server.dataDirectory().resolve("postmaster.pid"));
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        server.close();
    }
}
