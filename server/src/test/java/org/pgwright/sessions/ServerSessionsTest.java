package org.pgwright.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.LiveSession;
import org.pgwright.observation.SessionEnd;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.Awaiting;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Sessions of real servers, ended by roles that may, and by some that may not. */
final class ServerSessionsTest {
    private static final String MAJORS = "org.pgwright.testing.TestServers#MAJORS";

    @ParameterizedTest
    @FieldSource(MAJORS)
    void letsGoOnWhoWaitedForTheSessionThatIsEnded(int major) throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(major);
                Connection holder = shop.connect();
                Connection waiter = shop.connect();
                Statement holding = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            shop.execute(
                    "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                    "INSERT INTO orders VALUES (1, 'n')");
            holder.setAutoCommit(false);
            holding.execute("SET application_name = 'holder'");
            holding.execute("UPDATE orders SET note = 'a' WHERE id = 1");
            int pid = pid(holding);
            int waiterPid = pid(waiting);
            CompletableFuture<Void> waits =
                    CompletableFuture.runAsync(
                            () -> execute(waiting, "UPDATE orders SET note = 'b' WHERE id = 1"));
            ServerSessions sessions = new ServerSessions(settings(shop));
            LiveSession seen = holdingUp(sessions, pid, waiterPid);
            assertThat(seen.session().client().applicationName()).isEqualTo("holder");
            assertThat(seen.session().state()).isEqualTo("idle in transaction");
            assertThat(seen.session().queryText()).doesNotContain("'a'");
            assertThat(seen.refusal()).isNull();
            assertThatThrownBy(() -> sessions.end(SessionAct.CANCEL, pid, seen.startedAt()))
                    .hasMessageContaining("has no query to cancel: it is idle in transaction");

            assertThat(
                            sessions.end(
                                            SessionAct.TERMINATE,
                                            pid,
                                            seen.startedAt().minusNanos(1000))
                                    .end())
                    .isEqualTo(SessionEnd.WAS_GONE);
            assertThat(waits).isNotDone();
            ServerSessions.Ended ended = sessions.end(SessionAct.TERMINATE, pid, seen.startedAt());

            assertThat(ended.end()).isEqualTo(SessionEnd.ENDED);
            assertThat(ended.whose()).contains("application 'holder'", shop.name());
            waits.join();
            assertThat(sessions.end(SessionAct.TERMINATE, pid, seen.startedAt()).end())
                    .isEqualTo(SessionEnd.WAS_GONE);
            assertThatThrownBy(() -> sessions.look(pid))
                    .isInstanceOf(PgwrightException.class)
                    .extracting("code")
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void cancelsAQueryAndLeavesItsSession() throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST);
                Connection sleeper = shop.connect();
                Statement sleeping = sleeper.createStatement()) {
            int pid = pid(sleeping);
            CompletableFuture<@Nullable String> state =
                    CompletableFuture.supplyAsync(() -> state(sleeping, "SELECT pg_sleep(600)"));
            ServerSessions sessions = new ServerSessions(settings(shop));
            LiveSession seen = active(sessions, pid);

            assertThat(sessions.end(SessionAct.CANCEL, pid, seen.startedAt()).end())
                    .isEqualTo(SessionEnd.ENDED);

            assertThat(state.join()).isEqualTo("57014");
            assertThat(pid(sleeping)).isEqualTo(pid);
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void leavesAloneItsOwnAndTheServersProcesses(int major) throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(major);
                Connection ours = shop.connect();
                Statement named = ours.createStatement()) {
            named.execute("SET application_name = 'pgwright'");
            int own = pid(named);
            int writer =
                    number(
                            named,
                            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'");
            ServerSessions sessions = new ServerSessions(settings(shop));
            for (SessionAct act : SessionAct.values()) {
                assertThatThrownBy(() -> sessions.end(act, own, sessions.look(own).startedAt()))
                        .hasMessageContaining("it is one of pgwright's own");
                assertThatThrownBy(
                                () -> sessions.end(act, writer, sessions.look(writer).startedAt()))
                        .hasMessageContaining("a process of the kind walwriter");
            }
            assertThat(pid(named)).isEqualTo(own);
        }
    }

    @Test
    void saysWhichGrantIsMissing() throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST);
                Connection client = shop.connect();
                Statement statement = client.createStatement()) {
            shop.execute(
                    "CREATE ROLE guard LOGIN PASSWORD 'p'",
                    "CREATE ROLE customer LOGIN PASSWORD 'p'");
            try {
                int superuser = pid(statement);
                try (Connection theirs = as(shop, "customer");
                        Statement customer = theirs.createStatement()) {
                    int pid = pid(customer);
                    ServerSessions sessions =
                            new ServerSessions(
                                    ConnectionSettings.to(
                                            shop.host(), shop.port(), "guard", shop.name(), "p"));
                    assertThat(refusal(sessions, pid).remedy())
                            .isEqualTo("run GRANT pg_monitor, pg_signal_backend TO guard");
                    shop.execute("GRANT pg_monitor TO guard");
                    assertThat(refusal(sessions, pid).remedy())
                            .isEqualTo("run GRANT pg_signal_backend TO guard");
                    assertThatThrownBy(
                                    () ->
                                            sessions.end(
                                                    SessionAct.TERMINATE,
                                                    pid,
                                                    sessions.look(pid).startedAt()))
                            .isInstanceOf(PgwrightException.class)
                            .extracting("code")
                            .isEqualTo(ErrorCode.NOT_ALLOWED);
                    assertThat(pid(customer)).isEqualTo(pid);
                    shop.execute("GRANT pg_signal_backend TO guard");
                    assertThat(refusal(sessions, superuser).reason())
                            .contains("it is of a superuser");

                    assertThat(
                                    sessions.end(
                                                    SessionAct.TERMINATE,
                                                    pid,
                                                    sessions.look(pid).startedAt())
                                            .end())
                            .isEqualTo(SessionEnd.ENDED);
                }
            } finally {
                shop.execute("DROP ROLE guard", "DROP ROLE customer");
            }
        }
    }

    private static LiveSession.Refusal refusal(ServerSessions sessions, int pid) {
        return Objects.requireNonNull(sessions.look(pid).refusal());
    }

    private static LiveSession holdingUp(ServerSessions sessions, int pid, int waiter) {
        Awaiting.until(() -> sessions.look(pid).blocked().contains(waiter));
        return sessions.look(pid);
    }

    private static LiveSession active(ServerSessions sessions, int pid) {
        Awaiting.until(() -> sessions.look(pid).session().waiting().event().equals("PgSleep"));
        return sessions.look(pid);
    }

    private static ConnectionSettings settings(TestDatabase shop) {
        return ConnectionSettings.to(
                shop.host(), shop.port(), shop.user(), shop.name(), shop.password());
    }

    private static Connection as(TestDatabase shop, String role) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(shop.host(), shop.port(), shop.name()),
                role,
                "p");
    }

    private static int pid(Statement statement) throws SQLException {
        return number(statement, "SELECT pg_backend_pid()");
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static @Nullable String state(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return null;
        } catch (SQLException failure) {
            return failure.getSQLState();
        }
    }
}
