package org.pgwright.tuning.change;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The server is killed in the middle of a change. */
final class ChangeCrashTest {
    @TempDir(factory = FolderInCache.class)
    private static Path home;

    private static EmbeddedPostgres server;

    private String name;
    private ChangeFixture shop;

    @BeforeAll
    static void start() {
        server = startServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        name = TestServers.freshDatabase(server).name();
        shop = ChangeFixture.on(this::database);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void settlesWhatACrashOfTheServerLeft(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        shop.beginHeldUp(
                        kind,
                        strategy,
                        ChangeFixture.PATIENT,
                        end -> {
                            killServer();
                            server = startServer();
                        })
                .join();

        shop.assertDoneAfterwards(kind, strategy);
    }

    private static EmbeddedPostgres startServer() {
        return EmbeddedPostgres.start(
                EmbeddedOptions.kept(
                                TestServers.installations().ofMajor(TestServers.NEWEST),
                                TestServers.cache(),
                                home.resolve("server"))
                        .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                        // It is killed, its machine is not.
                        .with(Map.of("autovacuum", "off", "fsync", "off")));
    }

    private TestDatabase database() {
        return new TestDatabase(
                server,
                name,
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                server.superuserPassword());
    }

    private static void killServer() throws IOException {
        List<String> lines = Files.readAllLines(server.dataDirectory().resolve("postmaster.pid"));
        ProcessHandle postmaster =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().join();
        server.close();
    }
}
