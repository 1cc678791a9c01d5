package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.postgres.ConnectionOptions;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.SessionTarget;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
    void usesTheSchemaThatTheUrlNames() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute("CREATE TABLE public.somebody_elses (id int)", "CREATE SCHEMA kept");
            ConnectionSettings settings =
                    ConnectionSettings.of(
                            ConnectionOptions.of(database.uri() + "?options=-csearch_path%3Dkept"),
                            new ConnectionEnvironment(
                                    Map.of(), Path.of("/nowhere"), "me", List.of()));
            try (Repository repository =
                    Repository.open(new RepositoryLocation.Server(settings), Repositories::local)) {
                assertThat(one(repository.jdbc(), "SELECT count(*) FROM kept.app_user"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void findsTheServerThatCanBeWrittenAmongSeveral() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            ConnectionSettings settings =
                    ConnectionSettings.of(
                            ConnectionOptions.of(
                                    "postgres://%s:%s@127.0.0.1:1,127.0.0.1:%d/%s"
                                            .formatted(
                                                    database.user(),
                                                    database.password(),
                                                    database.port(),
                                                    database.name())),
                            new ConnectionEnvironment(
                                    Map.of(), Path.of("/nowhere"), "me", List.of()));
            try (Repository repository =
                    Repository.open(new RepositoryLocation.Server(settings), Repositories::local)) {
                assertThat(one(repository.jdbc(), "SELECT 1")).isEqualTo("1");
            }
            assertThat(new NamedServer(settings).settings().target())
                    .isEqualTo(SessionTarget.READ_WRITE);
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
            assertThat(count(database, "flyway_schema_history WHERE success AND version = '6'"))
                    .isEqualTo(1);
            assertThat(
                            count(
                                    database,
                                    "(SELECT FROM flyway_schema_history GROUP BY version"
                                            + " HAVING count(*) > 1) AS twice"))
                    .isZero();
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
    void saysWhatLostTheConnectionWhoseCommitFailed() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(database)) {
            assertThatThrownBy(
                            () ->
                                    repository.inTransaction(
                                            jdbc -> {
                                                String pid = one(jdbc, "SELECT pg_backend_pid()");
                                                database.execute(
                                                        "SELECT pg_terminate_backend(%s, 10000)"
                                                                .formatted(pid));
                                                return pid;
                                            }))
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            failure ->
                                    assertThat(failure.code())
                                            .isEqualTo(ErrorCode.CONNECTION_FAILED))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            lost -> assertThat(lost.getSQLState()).isEqualTo("57P01"));
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
