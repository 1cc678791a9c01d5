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
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.PrimaryAndStandby;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** A replica does not follow, or nobody reads a replication slot. */
final class ChangeReplicaTest {
    private static final Bytes MOST = new Bytes(1 << 20);

    @TempDir(factory = FolderInCache.class)
    private static Path homes;

    private static PrimaryAndStandby servers;

    private ChangeFixture shop;

    @BeforeAll
    static void startServers() throws IOException {
        servers = PrimaryAndStandby.start(homes);
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @BeforeEach
    void open() {
        shop = ChangeFixture.on(servers.first());
        awaitCaughtUp();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void refusesWhileAReplicaIsBehind() {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        onReplica("SELECT pg_wal_replay_pause()");
        writeAhead();

        ChangeEnd end = shop.apply(strategy, lagging(ChangeFixture.PATIENT));

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown())
                .containsPattern(
                        "the replica second is [0-9.]+ MB behind; wait until it has caught");
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));
        onReplica("SELECT pg_wal_replay_resume()");
        awaitCaughtUp();
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    /** Statistics wait for locks alone, and for no longer than the lock timeout. */
    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = KindOfChange.STATISTICS)
    void breaksOffWhenAReplicaFallsBehind(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        CompletableFuture<ChangeEnd> end =
                beginAndDisturb(
                        strategy,
                        kind,
                        begun -> {
                            onReplica("SELECT pg_wal_replay_pause()");
                            writeAhead();
                        });

        assertBrokenOff(kind, end.join(), "the replica second is ");
        onReplica("SELECT pg_wal_replay_resume()");
        shop.assertDoneAfterwards(kind, strategy);
    }

    @Test
    void breaksOffWhenAReplicaIsFrozen() throws Exception {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        String receiver = receiver();
        try {
            CompletableFuture<ChangeEnd> end =
                    beginAndDisturb(
                            strategy,
                            KindOfChange.CREATE,
                            begun -> {
                                signal("STOP", receiver);
                                writeAhead();
                            });

            assertBrokenOff(KindOfChange.CREATE, end.join(), "the replica second is ");
        } finally {
            signal("CONT", receiver);
        }
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    /** Every commit waits for it then. */
    @ParameterizedTest
    @EnumSource(KindOfChange.class)
    void endsOnTimeWhenASynchronousReplicaIsFrozen(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        String receiver = receiver();
        synchronous("second");
        ChangeEnd end;
        try {
            signal("STOP", receiver);
            end = shop.apply(strategy, ChangeFixture.BRIEF);
        } finally {
            signal("CONT", receiver);
            synchronous("");
        }

        assertThat(end.shown()).doesNotContain("not settled");
        shop.assertNothingInvalid();
        shop.assertDoneAfterwards(kind, strategy);
    }

    @Test
    void refusesWhileNobodyReadsASlot() {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        createSlot();
        writeAhead();

        ChangeEnd end = shop.apply(strategy, lagging(ChangeFixture.PATIENT));

        onPrimary("SELECT pg_drop_replication_slot('forgotten')");
        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown())
                .containsPattern(
                        "nobody reads the replication slot forgotten, which keeps [0-9.]+ MB")
                .contains("or drop it");
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    @Test
    void breaksOffWhenNobodyReadsASlot() throws Exception {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        createSlot();

        CompletableFuture<ChangeEnd> end =
                beginAndDisturb(strategy, KindOfChange.CREATE, begun -> writeAhead());

        assertBrokenOff(KindOfChange.CREATE, end.join(), "the replication slot forgotten is ");
        onPrimary("SELECT pg_drop_replication_slot('forgotten')");
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    /** That keeps what is written from now on. */
    private static void createSlot() {
        onPrimary("CHECKPOINT", "SELECT pg_create_physical_replication_slot('forgotten', true)");
    }

    private CompletableFuture<ChangeEnd> beginAndDisturb(
            KnownStrategy strategy, KindOfChange kind, ChangeFixture.Accident accident)
            throws Exception {
        return shop.beginHeldUp(
                kind,
                strategy,
                lagging(ChangeFixture.WATCHFUL),
                end -> {
                    accident.happen(end);
                    shop.awaitBrokenOff(end);
                });
    }

    /** A drop that was begun is finished all the same. */
    private void assertBrokenOff(KindOfChange kind, ChangeEnd end, String reason) {
        switch (kind.action()) {
            case CREATE, REINDEX -> assertThat(end.shown()).contains(reason);
            case DROP -> assertThat(end).isNotInstanceOf(ChangeEnd.Unsettled.class);
        }
        shop.assertNothingInvalid();
    }

    private static ChangeLimits lagging(ChangeLimits limits) {
        return new ChangeLimits(
                limits.lockTimeout(),
                limits.attempts(),
                limits.patience(),
                MOST,
                limits.minFreeDisk(),
                null);
    }

    /** In a transaction, whose end has it written at once: the lag is of what is written. */
    private static void writeAhead() {
        onPrimary("SELECT pg_logical_emit_message(true, 'test', repeat('x', 3000000))");
    }

    private void awaitCaughtUp() {
        ChangeFixture.await(
                "the replica does not follow",
                () ->
                        !shop.answers(
                                        "SELECT pid FROM pg_stat_replication WHERE state ="
                                                + " 'streaming' AND pg_wal_lsn_diff("
                                                + "pg_current_wal_lsn(), replay_lsn) < 100000")
                                .isEmpty());
    }

    private void synchronous(String names) {
        onPrimary(
                "ALTER SYSTEM SET synchronous_standby_names = '%s'".formatted(names),
                "SELECT pg_reload_conf()");
        ChangeFixture.await(
                "the setting does not change",
                () ->
                        shop.answers(
                                        "SELECT count(*) FROM pg_stat_replication"
                                                + " WHERE sync_state = 'sync'")
                                .contains(names.isEmpty() ? "0" : "1"));
    }

    private static String receiver() throws SQLException {
        try (Connection connection = servers.second().connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pid FROM pg_stat_wal_receiver")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void signal(String name, String pid) {
        try {
            Process kill =
                    new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, pid)
                            .start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void onPrimary(String... statements) {
        PrimaryAndStandby.execute(servers.first(), statements);
    }

    private static void onReplica(String... statements) {
        PrimaryAndStandby.execute(servers.second(), statements);
    }
}
