package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TargetReaderTest {
    private TestDatabase database;

    @BeforeAll
    void create() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        database.execute(
                "CREATE TABLE kept (a int)",
                "CREATE SEQUENCE counter",
                "CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS"
                        + " 'INSERT INTO kept VALUES (1) RETURNING 1'");
    }

    @AfterAll
    void drop() {
        database.close();
    }

    @Test
    void takesAServerThatNoLongerAnswersForALostConnection() throws Exception {
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            String backend = text(transaction, "SELECT pg_backend_pid()::text");
            signal("STOP", backend);
            try {
                assertThatThrownBy(() -> impatiently(transaction, "SELECT 'anybody there?'"))
                        .isInstanceOfSatisfying(
                                PgwrightException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_FAILED))
                        .hasMessageContaining("the server has not answered for 1 s");
            } finally {
                signal("CONT", backend);
            }
        }
    }

    @Test
    void readsUnderAnIdleTimeoutThatNobodyCanKeep() {
        database.execute(
                "CREATE ROLE hasty LOGIN PASSWORD 'p'",
                "ALTER ROLE hasty SET idle_in_transaction_session_timeout = '1ms'");
        ConnectionSettings hasty =
                ConnectionSettings.to(
                        database.host(), database.port(), "hasty", database.name(), "p");
        try (TargetReader reader = TargetReader.open(hasty);
                ReadTransaction transaction = reader.begin()) {
            assertThat(text(transaction, "SELECT current_user::text")).isEqualTo("hasty");
        } finally {
            database.execute("DROP ROLE hasty");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO public.kept VALUES (1) RETURNING a",
                "SELECT public.writes()",
                "SELECT nextval('public.counter')",
                "CREATE TABLE public.made (a int)",
                "DROP TABLE public.kept",
                "ANALYZE public.kept",
                "VACUUM public.kept",
                "SELECT a FROM public.kept FOR UPDATE",
                "SET TRANSACTION READ WRITE",
                "ALTER SYSTEM SET work_mem = '1MB'",
            })
    void cannotWrite(String sql) {
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            assertThatThrownBy(() -> text(transaction, sql)).isInstanceOf(PgwrightException.class);
        }
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            assertThat(text(transaction, "SELECT count(*)::text FROM public.kept")).isEqualTo("0");
        }
    }

    @Test
    void keepsItsSettingsToItsTransaction() throws SQLException {
        try (Connection connection = Connector.connect(settings())) {
            String before = shown(connection);
            try (ReadTransaction transaction = ReadTransaction.begin(connection, 18)) {
                assertThat(text(transaction, "SELECT current_setting('search_path')"))
                        .isEqualTo("pg_catalog");
                assertThat(text(transaction, "SELECT current_setting('transaction_read_only')"))
                        .isEqualTo("on");
                assertThat(text(transaction, "SELECT current_setting('transaction_isolation')"))
                        .isEqualTo("repeatable read");
                assertThat(text(transaction, "SELECT current_setting('lock_timeout')"))
                        .isEqualTo("500ms");
                assertThat(text(transaction, "SELECT current_setting('application_name')"))
                        .isEqualTo("pgwright");
            }
            assertThat(shown(connection)).isEqualTo(before);
        }
    }

    @Test
    void namesNoStatementsOnTheServerSoThatPoolersMaySwitchConnections() {
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            for (int i = 0; i < 10; i++) {
                text(transaction, "SELECT 'again'");
            }
            assertThat(text(transaction, "SELECT count(*)::text FROM pg_prepared_statements"))
                    .isEqualTo("0");
        }
    }

    @Test
    void endsAStatementThatTakesLongerThanItsDeadline() {
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            Query sleep = new Query("test.sleep", "SELECT pg_sleep(60)::text AS value");
            assertThatThrownBy(
                            () ->
                                    transaction.rows(
                                            sleep, Deadlines.COLUMN_ENDS, row -> row.text("value")))
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED))
                    .hasMessageContaining("running test.sleep")
                    .hasMessageContaining("1 s");
        }
    }

    @Test
    void goesOnAfterAnAttemptThatFailedWithTheDeadlineFromBefore() {
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            Attempt<String> failed =
                    transaction.attempt(
                            () -> {
                                Query query = new Query("test.none", "SELECT * FROM public.none");
                                return transaction
                                        .rows(query, Deadlines.COLUMN_ENDS, row -> row.text("a"))
                                        .getFirst();
                            });

            assertThat(failed)
                    .isInstanceOfSatisfying(
                            Attempt.Failed.class,
                            f -> assertThat(ServerFailure.mayPass(f.failure())).isTrue());
            assertThat(text(transaction, "SELECT current_setting('statement_timeout')"))
                    .isEqualTo("10s");
        }
    }

    @Test
    void givesBackTheLocksOfAnAttempt() {
        Query lock = new Query("test.lock", "SELECT count(*)::text AS value FROM public.kept");
        try (TargetReader reader = TargetReader.open(settings());
                ReadTransaction transaction = reader.begin()) {
            transaction.giveBackLocks(
                    () -> transaction.rows(lock, Deadlines.SESSION, row -> row.text("value")));
            assertThat(
                            text(
                                    transaction,
                                    "SELECT count(*)::text FROM pg_locks WHERE relation ="
                                            + " 'public.kept'::regclass"))
                    .isEqualTo("0");
        }
    }

    @Test
    void saysThatTheServerWentAwayHalfWay() {
        try (TargetReader reader = TargetReader.open(settings())) {
            ReadTransaction transaction = reader.begin();
            String pid = text(transaction, "SELECT pg_backend_pid()::text");
            database.execute("SELECT pg_terminate_backend(" + pid + ")");

            assertThatThrownBy(() -> transaction.attempt(() -> text(transaction, "SELECT 'x'")))
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_FAILED));
            transaction.close();
        }
    }

    @Test
    void refusesOldServersAndWarnsOfNewOnes() {
        assertThatThrownBy(() -> new ServerVersion(130_018, "13.18").refuseIfTooOld())
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER))
                .hasMessageContaining("PostgreSQL 13.18 is not supported, 14 to 18 are");
        ServerVersion newer = new ServerVersion(190_000, "19.0");
        newer.refuseIfTooOld();
        assertThat(newer.readAs()).isEqualTo(18);
        assertThat(newer.warningIfTooNew()).contains("19.0").contains("read as 18");
        assertThat(new ServerVersion(180_006, "18.6").warningIfTooNew()).isNull();
    }

    private ConnectionSettings settings() {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }

    private static String text(ReadTransaction transaction, String sql) {
        Query query = new Query("test.query", sql);
        return transaction.rows(query, Deadlines.SESSION, Row::onlyText).getFirst();
    }

    private static String impatiently(ReadTransaction transaction, String sql) {
        Query query = new Query("test.query", sql);
        return transaction.rows(query, Deadlines.COLUMN_ENDS, Row::onlyText).getFirst();
    }

    private static void signal(String name, String pid) throws Exception {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String shown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT string_agg(name || '=' || setting, E'\\n' ORDER BY name)"
                                        + " FROM pg_settings WHERE name NOT IN ('application_name')"
                                        + " AND name !~ '^transaction_'")) {
            result.next();
            return result.getString(1);
        }
    }
}
