package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.change.ChangeEnd;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the server is busy with: archiving that fails, dumps, prepared transactions. What was there
 * before is named with its remedy; what comes during a change is waited for, and not for long.
 */
final class ChangeObstaclesTest {
    private static EmbeddedPostgres server;

    private ChangeFixture shop;

    @BeforeAll
    static void startServer() {
        server =
                EmbeddedPostgres.start(
                        EmbeddedOptions.temporary(
                                        TestServers.installations().ofMajor(TestServers.NEWEST),
                                        TestServers.cache())
                                .listeningOn(EmbeddedOptions.Listen.LOOPBACK)
                                .initializedWith(
                                        List.of(
                                                "--encoding=UTF8",
                                                "--no-locale",
                                                "--wal-segsize=1"))
                                .with(
                                        Map.of(
                                                "max_prepared_transactions",
                                                "5",
                                                "archive_mode",
                                                "on",
                                                "autovacuum",
                                                "off")));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        shop = ChangeFixture.on(server);
        archiveWith("exit 0");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void refusesWhileArchivingFails() {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        archiveWith("exit 1");
        awaitArchiver("last_failed_time > coalesce(last_archived_time, '-infinity')");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown()).contains("archiving of WAL fails", "mend archive_command");
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));
        archiveWith("exit 0");
        awaitArchiver("last_archived_time > last_failed_time");
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    @Test
    void refusesWhileArchivingIsSwitchedOff() {
        KnownStrategy strategy = shop.approved(KindOfChange.REINDEX);
        archiveWith("");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown()).contains("archive_mode is on without an archive_command");
        archiveWith("exit 0");
        shop.assertDoneAfterwards(KindOfChange.REINDEX, strategy);
    }

    private void archiveWith(String command) {
        shop.database()
                .execute(
                        "ALTER SYSTEM SET archive_command = '%s'".formatted(command),
                        "SELECT pg_reload_conf()");
        ChangeFixture.await(
                "the setting does not change",
                () -> shop.answers("SHOW archive_command").contains(command));
    }

    private void awaitArchiver(String state) {
        shop.database()
                .execute(
                        "SELECT pg_logical_emit_message(false, 'test', 'more')",
                        "SELECT pg_switch_wal()");
        ChangeFixture.await(
                "the archiver does not work",
                () ->
                        !shop.answers("SELECT 1 FROM pg_stat_archiver WHERE " + state + " LIMIT 1")
                                .isEmpty());
    }

    @Test
    void refusesWhileADumpIsRunning() throws SQLException {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        try (Connection dump = shop.database().connect();
                Statement statement = dump.createStatement()) {
            beginDump(dump, statement, KindOfChange.CREATE);

            ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

            assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
            assertThat(end.shown())
                    .containsPattern(
                            "pg_dump is running: pid %s of postgres for \\d+ s"
                                    .formatted(ChangeFixture.pid(statement)));
            assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));
        }
        shop.assertDoneAfterwards(KindOfChange.CREATE, strategy);
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = KindOfChange.STATISTICS)
    void endsOnTimeWhenADumpBeginsMeanwhile(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        try (Connection dump = shop.database().connect();
                Statement dumping = dump.createStatement()) {
            CompletableFuture<ChangeEnd> end =
                    shop.begin(
                            strategy, ChangeFixture.BRIEF, begun -> beginDump(dump, dumping, kind));

            assertThat(end.join().isAsWanted()).as(end.join().shown()).isFalse();
            assertThat(end.join().shown()).contains("pid " + ChangeFixture.pid(dumping), "pg_dump");
        }
        shop.assertDoneAfterwards(kind, strategy);
    }

    /** As pg_dump does; a role can also call itself so. */
    private static void beginDump(Connection dump, Statement statement, KindOfChange kind)
            throws SQLException {
        statement.execute("SET application_name = 'pg_dump'");
        dump.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        dump.setReadOnly(true);
        dump.setAutoCommit(false);
        statement.execute("LOCK TABLE " + kind.leaf() + " IN ACCESS SHARE MODE");
        statement.execute("SELECT 1");
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            names = {"CREATE", "PARTITIONED_CREATE"})
    void refusesWhileAnOldPreparedTransactionIsOpen(KindOfChange kind) {
        KnownStrategy strategy = shop.approved(kind);
        String name = prepare(kind);
        ChangeFixture.await(
                "it does not grow old",
                () ->
                        !shop.answers(
                                        "SELECT gid FROM pg_prepared_xacts"
                                                + " WHERE clock_timestamp() - prepared > '1 s'")
                                .isEmpty());

        ChangeEnd end = shop.apply(strategy, ChangeFixture.IMPATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown())
                .containsPattern("'%s' \\(role postgres, \\d+ s, prepared\\)".formatted(name))
                .contains("commit it or roll it back");
        assertThat(shop.indexes()).isEqualTo(shop.expected(kind, false));
        shop.database().execute("COMMIT PREPARED '%s'".formatted(name));
        shop.assertDoneAfterwards(kind, strategy);
    }

    @ParameterizedTest
    @EnumSource(
            value = KindOfChange.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = KindOfChange.STATISTICS)
    void endsOnTimeWhenATransactionIsPreparedMeanwhile(KindOfChange kind) throws Exception {
        KnownStrategy strategy = shop.approved(kind);
        AtomicReference<String> name = new AtomicReference<>();

        ChangeEnd end =
                shop.begin(strategy, ChangeFixture.BRIEF, begun -> name.set(prepare(kind))).join();

        assertThat(end.isAsWanted()).as(end.shown()).isFalse();
        assertThat(end.shown()).contains("'%s' (role postgres".formatted(name.get()));
        shop.database().execute("COMMIT PREPARED '%s'".formatted(name.get()));
        shop.assertDoneAfterwards(kind, strategy);
    }

    @Test
    void heedsNoPreparedTransactionOfOtherTables() {
        KnownStrategy strategy = shop.approved(KindOfChange.CREATE);
        String name = prepare(KindOfChange.PARTITIONED_CREATE);

        ChangeEnd end = shop.apply(strategy, ChangeFixture.IMPATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Applied.class);
        shop.database().execute("ROLLBACK PREPARED '%s'".formatted(name));
    }

    private String prepare(KindOfChange kind) {
        // All databases of a server share these names.
        String name = "transfer of " + shop.database().name();
        shop.database()
                .execute(
                        "BEGIN",
                        ChangeFixture.insert(kind),
                        "PREPARE TRANSACTION '%s'".formatted(name));
        return name;
    }
}
