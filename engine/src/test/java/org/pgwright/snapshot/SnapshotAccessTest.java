package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

final class SnapshotAccessTest {
    private static final String PASSWORD = "reader-secret";

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void readsWithTheMonitoringRolesAndSaysWhatTheyDoNotSee(int major) {
        try (Shop shop = Shop.on(major)) {
            String role = login(shop, "monitor", "pg_monitor, pg_read_all_data");
            shop.database().execute("SELECT total FROM orders WHERE id = 3");

            Snapshot snapshot = as(shop, role);

            Snapshot bySuperuser = shop.snapshot();
            assertThat(SchemaFingerprint.of(snapshot.catalog()))
                    .isEqualTo(SchemaFingerprint.of(bySuperuser.catalog()));
            assertThat(snapshot.catalog().server().settings())
                    .isEqualTo(bySuperuser.catalog().server().settings());
            assertThat(snapshot.workload().statements())
                    .extracting(Statement::text)
                    .contains("SELECT total FROM orders WHERE id = $1");
            assertThat(snapshot.catalog().columnStatistics())
                    .containsAll(
                            bySuperuser.catalog().columnStatistics().stream()
                                    .filter(s -> !s.relation().name().matches("orders|by_.*"))
                                    .toList());
            assertThat(snapshot.gaps())
                    .extracting(Snapshot.Gap::subject)
                    .containsExactlyInAnyOrder("heights of B-trees", "public.orders");
            assertThat(snapshot.catalog().extendedStatistics())
                    .isEqualTo(bySuperuser.catalog().extendedStatistics());
            assertThat(gap(snapshot, "public.orders").effect()).contains("row security hides");
            assertThat(gap(snapshot, "public.orders").remedy())
                    .contains("ALTER ROLE " + role + " BYPASSRLS");
            drop(shop, role);
        }
    }

    @Test
    void readsWithAPlainRoleAndSaysForEachTableWhatIsMissing() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            String role = login(shop, "plain", null);
            shop.database()
                    .execute(
                            "SELECT 1 AS by_another_role",
                            "GRANT SELECT ON parent TO " + role,
                            "CREATE TABLE fresh (a int)",
                            "INSERT INTO fresh VALUES (1)");

            Snapshot snapshot = as(shop, role);

            assertThat(snapshot.catalog().tables())
                    .hasSameSizeAs(shop.snapshot().catalog().tables());
            assertThat(snapshot.catalog().columnStatistics())
                    .extracting(ColumnStatistics::relation)
                    .containsOnly(new QualifiedName("public", "parent"));
            assertThat(gap(snapshot, "\"Sales\".\"Customer\"").remedy())
                    .isEqualTo(
                            "GRANT pg_read_all_data TO %s, or GRANT SELECT ON".formatted(role)
                                    + " \"Sales\".\"Customer\" TO "
                                    + role);
            assertThat(gap(snapshot, "public.of_columns").effect())
                    .contains("the statistics object on public.orders");
            assertThat(gap(snapshot, "pg_stat_statements").effect())
                    .matches("the texts of \\d+ statements of other roles are hidden");
            assertThat(gap(snapshot, "pg_stat_statements").remedy())
                    .isEqualTo("GRANT pg_read_all_stats TO " + role);
            assertThat(snapshot.gaps())
                    .extracting(Snapshot.Gap::subject)
                    .doesNotContain("public.parent");
            assertThat(gap(shop.snapshot(), "public.fresh").remedy())
                    .isEqualTo("ANALYZE \"public\".\"fresh\"");
            drop(shop, role);
        }
    }

    @Test
    void saysFirstWhichTablesOfTheWorkloadItKnowsTooLittleAbout() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            String role = login(shop, "blind", null);
            SnapshotRequest request =
                    SnapshotRequest.everything("test")
                            .withWorkload(workload("SELECT * FROM with_email, parent"));

            Snapshot snapshot = Shop.snapshot(shop.settings(role, PASSWORD), request);

            assertThat(snapshot.gaps().getFirst().subject())
                    .isEqualTo(
                            "\"Sales\".\"Customer\", public.child, public.orders, public.parent");
            assertThat(snapshot.gaps().getFirst().effect())
                    .contains("doubtful: the statistics are hidden from role " + role);
            assertThat(snapshot.gaps().getFirst().remedy())
                    .isEqualTo("GRANT pg_read_all_data TO " + role);
            assertThat(snapshot.gaps())
                    .extracting(Snapshot.Gap::subject)
                    .contains("public.odd")
                    .doesNotContain("public.orders");
            drop(shop, role);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void saysThatATableWasNeverAnalyzedOnlyWhereItHasNoStatistics(int major) {
        try (Shop shop = Shop.on(major)) {
            shop.database()
                    .execute(
                            "REFRESH MATERIALIZED VIEW per_customer",
                            "CREATE TABLE fresh (a int) WITH (autovacuum_enabled = off)",
                            "VACUUM fresh",
                            "INSERT INTO fresh VALUES (1)");

            assertThat(shop.snapshot().gaps())
                    .filteredOn(gap -> gap.effect().contains("never analyzed"))
                    .extracting(Snapshot.Gap::subject)
                    .containsExactly("public.fresh");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void isNotHeldUpByLockedTablesAndLeavesThemOut(int major) throws SQLException {
        try (Shop shop = Shop.on(major);
                Connection other = shop.database().connect()) {
            shop.database()
                    .execute(
                            "CREATE FUNCTION how_many() RETURNS bigint BEGIN ATOMIC"
                                    + " SELECT count(*) FROM orders; END");
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("LOCK TABLE orders, event_2024_low IN ACCESS EXCLUSIVE MODE");

            Snapshot snapshot = shop.snapshot();

            assertThat(snapshot.catalog().tables())
                    .extracting(table -> table.name().name())
                    .contains("odd", "event", "event_2024_rest")
                    .doesNotContain("orders", "event_2024_low");
            assertThat(snapshot.catalog().indexes())
                    .noneMatch(index -> index.table().name().equals("orders"));
            assertThat(snapshot.catalog().views())
                    .extracting(v -> v.name().name())
                    .containsExactly("large");
            assertThat(snapshot.catalog().functions())
                    .extracting(function -> function.name().name())
                    .contains("lower2")
                    .doesNotContain("how_many");
            assertThat(gap(snapshot, "public.orders").effect()).contains("locked exclusively");
            assertThat(gap(snapshot, "public.event_2024_low").effect()).contains("left out");
        }
    }

    @Test
    void holdsHardlyAnyLockWhileItReads() throws SQLException {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            shop.database()
                    .execute(
                            "CREATE FUNCTION how_many() RETURNS bigint BEGIN ATOMIC"
                                    + " SELECT count(*) FROM orders; END");
            List<String> seen = new ArrayList<>();
            try (TargetReader reader = TargetReader.open(shop.settings());
                    Connection other = shop.database().connect()) {
                SnapshotTaker.take(
                        reader,
                        SnapshotRequest.everything("test"),
                        (phase, done, total) -> seen.addAll(lockedTables(other)));
            }
            assertThat(seen).isEmpty();
        }
    }

    private static List<String> lockedTables(Connection connection) {
        try (ResultSet result =
                connection
                        .createStatement()
                        .executeQuery(
                                "SELECT relation::regclass::text FROM pg_locks JOIN pg_class c ON"
                                        + " c.oid = relation JOIN pg_namespace n ON n.oid ="
                                        + " relnamespace WHERE pid <> pg_backend_pid() AND nspname"
                                        + " NOT IN ('pg_catalog', 'pg_toast')")) {
            List<String> names = new ArrayList<>();
            while (result.next()) {
                names.add(result.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void readsASchemaThatChangesMeanwhile() throws Exception {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread changing = Thread.ofPlatform().start(() -> changeUntil(shop, done));
            try {
                for (int i = 0; i < 10; i++) {
                    Snapshot snapshot = shop.snapshot();
                    assertThat(snapshot.catalog().tables()).hasSizeGreaterThan(12);
                }
            } finally {
                done.set(true);
                changing.join();
            }
        }
    }

    private static void changeUntil(Shop shop, AtomicBoolean done) {
        while (!done.get()) {
            shop.database()
                    .execute(
                            "CREATE TABLE passing (a int PRIMARY KEY, b text)",
                            "CREATE VIEW passing_by AS SELECT * FROM passing",
                            "CREATE FUNCTION in_passing() RETURNS int BEGIN ATOMIC SELECT a FROM"
                                    + " passing; END",
                            "ALTER TABLE passing ADD COLUMN c int CHECK (c > 0)",
                            "CREATE INDEX ON passing ((b || 'x')) WHERE a > 0",
                            "DROP TABLE passing CASCADE");
        }
    }

    @Test
    void takesTheLastKnownSizeOfALockedIndex() throws SQLException {
        try (Shop shop = Shop.on(TestServers.NEWEST);
                Connection other = shop.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("REINDEX INDEX by_customer");

            Snapshot snapshot = shop.snapshot();

            assertThat(snapshot.catalog().indexes())
                    .filteredOn(index -> index.name().name().equals("by_customer"))
                    .singleElement()
                    .satisfies(
                            index ->
                                    assertThat(index.pages())
                                            .isEqualTo(index.recordedPages())
                                            .isPositive());
            assertThat(gap(snapshot, "public.by_customer").effect()).contains("locked exclusively");
        }
    }

    @Test
    void keepsToItsOwnTimeoutsAndReportsTheDatabasesSettings() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            String role = login(shop, "timeouts", "pg_monitor");
            String database = shop.database().name();
            shop.database()
                    .execute(
                            "ALTER ROLE " + role + " SET statement_timeout = '100ms'",
                            "ALTER ROLE " + role + " SET transaction_timeout = '2s'",
                            "ALTER DATABASE " + database + " SET random_page_cost = 1.1",
                            "ALTER DATABASE " + database + " SET search_path = \"Sales\", public",
                            "ALTER DATABASE " + database + " SET \"TimeZone\" = 'Asia/Tokyo'",
                            "ALTER DATABASE " + database + " SET quote_all_identifiers = on",
                            "ALTER DATABASE "
                                    + database
                                    + " SET default_transaction_isolation = 'serializable'",
                            "ALTER DATABASE " + database + " SET \"app.jwt_secret\" = 'hush'",
                            "ALTER ROLE "
                                    + role
                                    + " IN DATABASE "
                                    + database
                                    + " SET work_mem = '64MB'");

            Snapshot snapshot = as(shop, role);

            assertThat(snapshot.catalog().server().settings())
                    .containsEntry("random_page_cost", "1.1")
                    .containsEntry("statement_timeout", "100ms")
                    .containsEntry("search_path", "\"Sales\", public")
                    .containsEntry("TimeZone", "Asia/Tokyo")
                    .containsEntry("work_mem", "65536kB")
                    .containsEntry("jit", "on")
                    .doesNotContainKey("app.jwt_secret");
            assertThat(SchemaFingerprint.of(snapshot.catalog()))
                    .isEqualTo(SchemaFingerprint.of(shop.snapshot().catalog()));
            drop(shop, role);
        }
    }

    @Test
    void runsNoFunctionOfTheUsersWithItsRights() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            shop.database()
                    .execute(
                            "CREATE TABLE trap (a int PRIMARY KEY, b int)",
                            "INSERT INTO trap SELECT i, i FROM generate_series(1, 1000) AS i",
                            "CREATE FUNCTION snap(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                                    + " $$ BEGIN IF current_setting('application_name') ="
                                    + " 'pgwright' THEN RAISE 'sprung' USING errcode = '08006';"
                                    + " END IF; RETURN $1; END $$",
                            "CREATE INDEX ON trap (b) WHERE snap(1) = 1",
                            "CREATE INDEX ON trap (snap(b))",
                            "CREATE VIEW bait AS SELECT snap(a) FROM trap",
                            "ANALYZE trap");
            Workload workload = workload("SELECT * FROM trap JOIN bait ON true");

            Snapshot snapshot =
                    shop.snapshot(SnapshotRequest.everything("test").withWorkload(workload));

            assertThat(snapshot.catalog().tables())
                    .extracting(Table::name)
                    .contains(new QualifiedName("public", "trap"));
            assertThat(snapshot.catalog().columnEnds()).isEmpty();
        }
    }

    private static Workload workload(String text) {
        Statement statement = new Statement(text, "00", null, 1, Duration.ZERO, -1, null, "test");
        return new Workload(List.of(statement), List.of());
    }

    private static Snapshot as(Shop shop, String role) {
        return Shop.snapshot(shop.settings(role, PASSWORD), SnapshotRequest.everything("test"));
    }

    /** Roles are the server's, so each database has its own. */
    private static String login(Shop shop, String name, @Nullable String groups) {
        String role = name + "_" + shop.database().name();
        shop.database().execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
        if (groups != null) {
            shop.database().execute("GRANT " + groups + " TO " + role);
        }
        return role;
    }

    private static void drop(Shop shop, String role) {
        shop.database().execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }

    private static Snapshot.Gap gap(Snapshot snapshot, String subject) {
        return snapshot.gaps().stream()
                .filter(gap -> gap.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no gap " + subject + snapshot.gaps()));
    }
}
