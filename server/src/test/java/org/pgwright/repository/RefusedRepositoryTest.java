package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

/** What cannot be a repository is refused with a sentence and a remedy. */
final class RefusedRepositoryTest {
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
}
