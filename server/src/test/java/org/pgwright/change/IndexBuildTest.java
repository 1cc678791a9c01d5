package org.pgwright.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

final class IndexBuildTest {
    private static final QualifiedName ORDERS = new QualifiedName("shop", "Orders");
    private static final QualifiedName NAME = new QualifiedName("shop", "Orders by customer");
    private static final IndexDefinition BY_CUSTOMER =
            IndexDefinition.btree(ORDERS, List.of("customer"));
    private static final ChangeLimits IMPATIENT = new ChangeLimits(Duration.ofMillis(100), 2);
    private static final ChangeLimits PATIENT = new ChangeLimits(Duration.ofMinutes(1), 2);

    private final TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE SCHEMA shop",
                "CREATE TABLE shop.\"Orders\" (id integer, customer integer)",
                "INSERT INTO shop.\"Orders\" SELECT i, i % 100 FROM generate_series(1, 1000) i");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void buildsAnIndexAndSaysItsSize() {
        BuildOutcome outcome = run(IMPATIENT, BY_CUSTOMER);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        BuildOutcome.Applied.class,
                        applied -> {
                            assertThat(applied.index()).isEqualTo(NAME);
                            assertThat(applied.attempt()).isEqualTo(1);
                            assertThat(applied.size().count()).isPositive();
                        });
        assertThat(answer("SELECT bool_and(indisvalid) FROM pg_index WHERE indrelid = " + OID))
                .isEqualTo("t");
    }

    @Test
    void leavesNothingWhenTheServerRefuses() {
        BuildOutcome outcome = run(IMPATIENT, IndexDefinition.btree(ORDERS, List.of("nothing")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        BuildOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("nothing"));
        assertThat(indexes()).isEqualTo("0");
    }

    @Test
    void dropsTheInvalidIndexWhenItsRowsAreNotIndexable() {
        IndexDefinition failing =
                new IndexDefinition(
                        ORDERS,
                        "btree",
                        List.of(IndexDefinition.Key.ascending("id")),
                        List.of(),
                        List.of("1 / (customer - 50) > 0"));

        BuildOutcome outcome = run(IMPATIENT, failing);

        assertThat(outcome).isInstanceOf(BuildOutcome.Failed.class);
        assertThat(indexes()).isEqualTo("0");
    }

    @Test
    void touchesNothingThatHasTheName() {
        database.execute("CREATE TABLE shop." + Identifier.quoted(NAME.name()) + " (a integer)");

        assertThat(run(IMPATIENT, BY_CUSTOMER)).isEqualTo(new BuildOutcome.NameTaken(NAME));
        assertThat(answer("SELECT count(*) FROM pg_class WHERE relname = '" + NAME.name() + "'"))
                .isEqualTo("1");
    }

    @Test
    void leavesSomebodyElsesInvalidIndexOfTheName() {
        database.execute(
                "CREATE INDEX \"Orders by customer\" ON shop.\"Orders\" (id)",
                "UPDATE pg_index SET indisvalid = false WHERE indrelid = " + OID);

        assertThat(run(IMPATIENT, BY_CUSTOMER)).isEqualTo(new BuildOutcome.NameTaken(NAME));
        assertThat(indexes()).isEqualTo("1");
    }

    @Test
    void postponesWhileTheTableIsLockedAndSaysByWhom() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE shop.\"Orders\" IN SHARE UPDATE EXCLUSIVE MODE");

            BuildOutcome outcome = run(IMPATIENT, BY_CUSTOMER);

            assertThat(outcome)
                    .isEqualTo(new BuildOutcome.Postponed(2, List.of(processId(statement))));
        }
        assertThat(indexes()).isEqualTo("0");
    }

    @Test
    void dropsTheInvalidIndexWhenAnOldTransactionHoldsUpTheBuild() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            holdSnapshot(other, statement);

            BuildOutcome outcome = run(IMPATIENT, BY_CUSTOMER);

            assertThat(outcome)
                    .isEqualTo(new BuildOutcome.Postponed(2, List.of(processId(statement))));
            assertThat(indexes()).isEqualTo("0");
        }
    }

    @Test
    void dropsTheInvalidIndexWhenTheBuildIsCancelled() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                ChangeSession session = session(PATIENT)) {
            holdSnapshot(other, statement);
            IndexBuild build = new IndexBuild(session, NAME.name(), BY_CUSTOMER);
            CompletableFuture<BuildOutcome> outcome = CompletableFuture.supplyAsync(build::run);
            awaitIndex();

            build.cancel();

            assertThat(outcome.join()).isEqualTo(new BuildOutcome.Cancelled());
            assertThat(indexes()).isEqualTo("0");
        }
    }

    @Test
    void dropsTheInvalidIndexWhenItsSessionIsTerminated() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                ChangeSession session = session(PATIENT)) {
            holdSnapshot(other, statement);
            IndexBuild build = new IndexBuild(session, NAME.name(), BY_CUSTOMER);
            CompletableFuture<BuildOutcome> outcome = CompletableFuture.supplyAsync(build::run);
            awaitIndex();

            database.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name = 'pgwright' AND datname = current_database()");

            assertThat(outcome.join()).isInstanceOf(BuildOutcome.Failed.class);
            assertThat(indexes()).isEqualTo("0");
        }
    }

    @Test
    void doesNotBeginWhenCancelledBefore() {
        try (ChangeSession session = session(PATIENT)) {
            IndexBuild build = new IndexBuild(session, NAME.name(), BY_CUSTOMER);

            build.cancel();

            assertThat(build.run()).isEqualTo(new BuildOutcome.Cancelled());
            assertThat(indexes()).isEqualTo("0");
        }
    }

    @Test
    void refusesANameThatTheServerWouldCut() {
        try (ChangeSession session = session(PATIENT)) {
            assertThatThrownBy(() -> new IndexBuild(session, "ä".repeat(32), BY_CUSTOMER))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static final String OID = "'shop.\"Orders\"'::regclass";

    private BuildOutcome run(ChangeLimits limits, IndexDefinition definition) {
        try (ChangeSession session = session(limits)) {
            return new IndexBuild(session, NAME.name(), definition).run();
        }
    }

    private ChangeSession session(ChangeLimits limits) {
        return ChangeSession.open(
                ConnectionSettings.to(
                        database.host(),
                        database.port(),
                        database.user(),
                        database.name(),
                        database.password()),
                limits);
    }

    /** A build has to wait for it before its index becomes valid. */
    private static void holdSnapshot(Connection connection, Statement statement)
            throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        statement.execute("SELECT 1");
    }

    private void awaitIndex() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (indexes().equals("0")) {
            assertThat(System.nanoTime()).as("the build has not begun").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private String indexes() {
        return answer("SELECT count(*) FROM pg_index WHERE indrelid = " + OID);
    }

    private String answer(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int processId(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
