package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.catalog.Bytes;
import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeLimits;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.embedded.PostgresInstallation;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Status;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * The disk is full: on a server whose files cannot grow beyond some megabytes, as the operating
 * system says, and on one whose disk has less room than wanted.
 */
final class ChangeDiskTest {
    private static final int MIB = 1 << 20;

    /** In blocks of 512 bytes, or of 1,024 for some shells. */
    private static final int MOST_BLOCKS = 8 * MIB / 512;

    /** As many as a table of 8 MiB may have, whose index with hardly filled pages has more. */
    private static final int ROWS = 120_000;

    /** More than others write or remove here in a moment. */
    private static final long MARGIN = 256L * MIB;

    @TempDir(factory = FolderInCache.class)
    private static Path folder;

    private static EmbeddedPostgres server;

    private ChangeFixture shop;

    @BeforeAll
    static void startServer() throws IOException {
        PostgresInstallation shipped = TestServers.installations().ofMajor(TestServers.NEWEST);
        server =
                EmbeddedPostgres.start(
                        EmbeddedOptions.temporary(limited(shipped), TestServers.cache())
                                .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                                .initializedWith(
                                        List.of(
                                                "--encoding=UTF8",
                                                "--no-locale",
                                                "--wal-segsize=1"))
                                .with(
                                        Map.of(
                                                "autovacuum",
                                                "off",
                                                "maintenance_work_mem",
                                                "64MB",
                                                "max_parallel_maintenance_workers",
                                                "0")));
    }

    /** The same binaries, of which the server cannot write large files. */
    private static PostgresInstallation limited(PostgresInstallation shipped) throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("initdb"), shipped.program("initdb"));
        Path program =
                Files.writeString(
                        bin.resolve("postgres"),
                        """
                        #!/bin/sh
                        ulimit -f %d
                        exec '%s' "$@"
                        """
                                .formatted(MOST_BLOCKS, shipped.program("postgres")));
        for (Path each : List.of(bin, program)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new PostgresInstallation(shipped.major(), shipped.version(), bin, true);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        shop = ChangeFixture.on(server);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "REINDEX", "PARTITIONED_CREATE", "PARTITIONED_REINDEX"})
    void leavesNothingWhenTheDiskIsFull(KindOfChange kind) {
        KnownStrategy strategy = large(kind);
        List<String> before = shop.indexes();

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Failed.class);
        assertThat(end.shown()).contains("could not extend file");
        assertThat(shop.indexes()).isEqualTo(before);
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.PROPOSED);
        assertThat(shop.answers(ChangeFixture.LOCKS)).isEmpty();
        shop.database().execute("TRUNCATE " + kind.leaf());
        shop.assertDoneAfterwards(kind, strategy);
    }

    /** An index that takes ten times as many pages as it needs. */
    private KnownStrategy large(KindOfChange kind) {
        fill(kind);
        if (kind == KindOfChange.REINDEX || kind == KindOfChange.PARTITIONED_REINDEX) {
            String part = kind == KindOfChange.REINDEX ? "Orders by id" : "events_2b_day_idx";
            shop.database()
                    .execute(
                            "ALTER INDEX shop.\"%s\" SET (fillfactor = 10, deduplicate_items = off)"
                                    .formatted(part));
            return shop.approved(kind);
        }
        return shop.approved(
                kind.action(),
                kind.table(),
                kind.index(),
                "CREATE INDEX \"%s\" ON %s (id) WITH (fillfactor = 10)"
                        .formatted(kind.index(), kind.table().quoted()));
    }

    private void fill(KindOfChange kind) {
        shop.database()
                .execute(
                        "INSERT INTO %s SELECT i, 17 FROM generate_series(1, %d) i"
                                .formatted(kind.leaf(), ROWS));
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "REINDEX", "PARTITIONED_CREATE", "PARTITIONED_REINDEX"})
    void leavesNothingWhenThereIsNoRoomToSort(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        fill(kind);
        List<String> before = shop.indexes();
        limitSorting("64kB", "64kB");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Failed.class);
        assertThat(end.shown()).contains("temporary file size exceeds \"temp_file_limit\"");
        assertThat(shop.indexes()).isEqualTo(before);
        limitSorting("64MB", "-1");
        shop.assertDoneAfterwards(kind, strategy);
    }

    private void limitSorting(String memory, String files) {
        String database = "ALTER DATABASE " + shop.database().name();
        shop.database()
                .execute(
                        database + " SET maintenance_work_mem = '" + memory + "'",
                        database + " SET temp_file_limit = '" + files + "'");
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "REINDEX", "PARTITIONED_CREATE", "PARTITIONED_REINDEX"})
    void refusesWhereTheDiskHasTooLittleRoom(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);

        ChangeEnd end = shop.apply(strategy, keepingFree(Long.MAX_VALUE / 2));

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown()).contains("the server's disk has", "are needed; make room");
        assertThat(shop.indexes()).isEqualTo(shop.expected(kind, false));
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"DROP", "PARTITIONED_DROP"})
    void dropsToMakeRoom(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        ChangeEnd end =
                shop.beginHeldUp(
                                kind,
                                strategy,
                                keepingFree(Long.MAX_VALUE / 2),
                                begun -> shop.awaitLook())
                        .join();

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        shop.assertDone(kind, strategy);
        assertThat(shop.journal().statements(strategy)).hasSize(1);
    }

    @Test
    void breaksOffWhenTheDiskFillsMeanwhile() throws Exception {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        long free = Files.getFileStore(server.dataDirectory()).getUsableSpace();

        ChangeEnd end =
                shop.beginHeldUp(
                                KindOfChange.CREATE,
                                strategy,
                                keepingFree(free - MARGIN),
                                this::fillDisk)
                        .join();

        assertThat(end).isInstanceOf(ChangeEnd.Stopped.class);
        assertThat(end.shown()).contains("of the server's disk are free, less than");
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    /** Until the change is broken off. */
    private void fillDisk(CompletableFuture<ChangeEnd> end) throws IOException {
        Path file = folder.resolve("filling");
        byte[] noise = new byte[MIB];
        new Random(1).nextBytes(noise);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < 8 * MARGIN && !isOver(end); written += 32 * MIB) {
                for (int i = 0; i < 32; i++) {
                    out.write(noise);
                }
            }
            shop.awaitBrokenOff(end);
        } finally {
            Files.delete(file);
        }
    }

    private boolean isOver(CompletableFuture<ChangeEnd> end) {
        return end.isDone() || shop.isCleaning();
    }

    private static ChangeLimits keepingFree(long bytes) {
        ChangeLimits limits = ChangeFixture.WATCHFUL;
        return new ChangeLimits(
                limits.lockTimeout(),
                limits.attempts(),
                limits.patience(),
                limits.maxLag(),
                new Bytes(bytes),
                null);
    }
}
