package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

final class RepositoryTest {
    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void makesItsTablesInAnEmptyDatabase(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major);
                Repository repository = Repositories.on(database)) {
            String local = one(repository.jdbc(), "SELECT name FROM app_user");
            assertThat(local).isEqualTo("local");
        }
    }

    @Test
    void usesTheSchemaThatTheSearchPathLeadsTo() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute(
                    "CREATE TABLE public.somebody_elses (id int)",
                    "CREATE SCHEMA kept",
                    "ALTER DATABASE " + database.name() + " SET search_path = kept");
            try (Repository repository = Repositories.on(database)) {
                assertThat(one(repository.jdbc(), "SELECT count(*) FROM kept.app_user"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void keepsToItsSessionSettingsWhateverTheDatabaseSays() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute(
                    "ALTER DATABASE " + database.name() + " SET timezone = 'Asia/Kathmandu'",
                    "ALTER DATABASE " + database.name() + " SET statement_timeout = '5s'",
                    "ALTER DATABASE "
                            + database.name()
                            + " SET default_transaction_isolation = 'serializable'");
            try (Repository repository = Repositories.on(database)) {
                JdbcClient jdbc = repository.jdbc();
                assertThat(one(jdbc, "SHOW timezone")).isEqualTo("UTC");
                assertThat(one(jdbc, "SHOW application_name")).isEqualTo("pgwright");
                assertThat(one(jdbc, "SHOW transaction_isolation")).isEqualTo("read committed");
                assertThat(one(jdbc, "SHOW statement_timeout")).isEqualTo("1min");
                String inTransaction =
                        repository.inTransaction(inner -> one(inner, "SHOW statement_timeout"));
                assertThat(inTransaction).isEqualTo("30s");
            }
        }
    }

    @Test
    void mayBeOpenedByManyAtOnce() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            List<CompletableFuture<Void>> openings =
                    IntStream.range(0, 4)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.runAsync(
                                                    () -> Repositories.on(database).close(),
                                                    Thread::startVirtualThread))
                            .toList();
            openings.forEach(CompletableFuture::join);
            assertThat(count(database, "flyway_schema_history WHERE success")).isEqualTo(2);
        }
    }

    @Test
    void undoesWorkThatFails() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(database)) {
            assertThatThrownBy(
                            () ->
                                    repository.inTransaction(
                                            jdbc -> {
                                                deactivate(jdbc);
                                                throw new IllegalStateException("on purpose");
                                            }))
                    .hasMessage("on purpose");
            assertThat(count(database, "app_user WHERE is_active")).isEqualTo(1);
        }
    }

    @Test
    void tellsWhatTheServerSaidWithoutTheValues() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(database)) {
            assertThatThrownBy(
                            () ->
                                    repository.inTransaction(
                                            jdbc ->
                                                    jdbc.sql("SELECT ?::text::integer")
                                                            .param("s3cr3t")
                                                            .query(Integer.class)
                                                            .single()))
                    .isInstanceOf(PgwrightException.class)
                    .hasMessageContaining("22P02")
                    .hasMessageNotContaining("s3cr3t");
        }
    }

    @Test
    void doesWorkAgainThatMayBeRepeatedWhenItsConnectionIsCut() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(database)) {
            AtomicInteger attempts = new AtomicInteger();
            int done =
                    repository.repeatably(
                            jdbc -> {
                                if (attempts.incrementAndGet() < 3) {
                                    one(jdbc, "SELECT pg_terminate_backend(pg_backend_pid())");
                                }
                                return deactivate(jdbc);
                            });
            assertThat(done).isEqualTo(1);
            assertThat(attempts).hasValue(3);
        }
    }

    @Test
    void isUsedAgainWhenItsServerWasCutOffAndIsBack() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Switch line = new Switch(database.port());
                Repository repository =
                        Repository.open(
                                new RepositoryLocation.Server(
                                        ConnectionSettings.to(
                                                "127.0.0.1",
                                                line.port(),
                                                database.user(),
                                                database.name(),
                                                database.password())),
                                Repositories::local)) {
            assertThat(one(repository.jdbc(), "SELECT 1")).isEqualTo("1");
            line.off();
            CompletableFuture<Integer> work =
                    CompletableFuture.supplyAsync(
                            () -> repository.repeatably(RepositoryTest::deactivate),
                            Thread::startVirtualThread);
            assertThat(line.awaitAttempt()).isTrue();
            assertThat(work).isNotDone();
            line.on();
            assertThat(work.join()).isEqualTo(1);
        }
    }

    @Test
    void doesOtherWorkOnlyOnce() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(database)) {
            AtomicInteger attempts = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    repository.inTransaction(
                                            jdbc -> {
                                                attempts.incrementAndGet();
                                                return one(
                                                        jdbc,
                                                        "SELECT"
                                                                + " pg_terminate_backend(pg_backend_pid())");
                                            }))
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            failure ->
                                    assertThat(failure.code())
                                            .isEqualTo(ErrorCode.CONNECTION_FAILED));
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void refusesAnOlderServer() {
        try (TestDatabase database = TestServers.freshDatabase(14)) {
            assertRefuses(
                    Repositories.location(database),
                    ErrorCode.UNSUPPORTED_SERVER,
                    "is on PostgreSQL 14",
                    "use a server of PostgreSQL 15 or later");
        }
    }

    @Test
    void refusesARoleThatMayNotCreate() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            String role = "reader_of_" + database.name();
            database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'p'");
            assertRefuses(
                    Repositories.location(database, role, "p"),
                    ErrorCode.NOT_ALLOWED,
                    "does not let role " + role + " create tables",
                    "GRANT CREATE ON SCHEMA public TO " + role);
            database.execute("DROP ROLE " + role);
        }
    }

    @Test
    void refusesTablesOfANewerPgwright() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            Repositories.on(database).close();
            database.execute(
                    """
                    INSERT INTO flyway_schema_history
                    SELECT installed_rank + 1, '99', description, type, 'V99__later.sql', 1,
                           installed_by, installed_on, execution_time, true
                      FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1
                    """);
            assertRefuses(
                    Repositories.location(database),
                    ErrorCode.USAGE,
                    "is of a newer pgwright (its tables have version 99)",
                    "upgrade this pgwright");
        }
    }

    @Test
    void refusesASchemaThatHoldsSomethingElse() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute("CREATE TABLE somebody_elses (id int)");
            assertRefuses(
                    Repositories.location(database),
                    ErrorCode.USAGE,
                    "holds tables that are not pgwright's",
                    "name an empty schema or database");
            assertThat(count(database, "somebody_elses")).isZero();
        }
    }

    @Test
    void refusesAStandbysOrReadOnlyRolesSessions() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute(
                    "ALTER DATABASE "
                            + database.name()
                            + " SET default_transaction_read_only = on");
            assertRefuses(
                    Repositories.location(database),
                    ErrorCode.NOT_ALLOWED,
                    "may only read",
                    "name the primary");
        }
    }

    @Test
    void refusesADatabaseThatIsNotInUtf8() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            String latin = database.name() + "_latin";
            database.execute(
                    "CREATE DATABASE "
                            + latin
                            + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
            ConnectionSettings settings =
                    ConnectionSettings.to(
                            database.host(),
                            database.port(),
                            database.user(),
                            latin,
                            database.password());
            assertRefuses(
                    new RepositoryLocation.Server(settings),
                    ErrorCode.USAGE,
                    "of encoding LATIN1",
                    "ENCODING 'UTF8'");
            database.execute("DROP DATABASE " + latin);
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        assertRefuses(
                new RepositoryLocation.Server(
                        ConnectionSettings.to("127.0.0.1", 1, "me", "nowhere", null)),
                ErrorCode.CONNECTION_FAILED,
                "127.0.0.1:1",
                "check host and port");
    }

    private static void assertRefuses(
            RepositoryLocation location, ErrorCode code, String what, String remedy) {
        assertThatThrownBy(() -> Repository.open(location, Repositories::local))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(what)
                .hasMessageContaining(remedy);
    }

    private static int deactivate(JdbcClient jdbc) {
        return jdbc.sql("UPDATE app_user SET is_active = false").update();
    }

    private static String one(JdbcClient jdbc, String sql) {
        return jdbc.sql(sql).query(String.class).single();
    }

    private static long count(TestDatabase database, String what) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + what)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
