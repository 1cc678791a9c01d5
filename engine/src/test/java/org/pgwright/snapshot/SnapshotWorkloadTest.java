package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.Role;
import org.pgwright.error.ErrorCode;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.time.Duration;
import java.util.Map;

final class SnapshotWorkloadTest {
    private static final String BY_CUSTOMER = "SELECT total FROM orders WHERE customer = 17";

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void readsWhatTheApplicationRanAndNotWhatItRanItself(int major) {
        try (Shop shop = Shop.on(major)) {
            shop.snapshot();
            shop.database()
                    .execute(
                            BY_CUSTOMER,
                            BY_CUSTOMER,
                            "SET ROLE shop_app",
                            "SELECT 1 AS of_the_application",
                            "RESET ROLE");

            Snapshot snapshot = shop.snapshot();
            Workload workload = snapshot.workload();

            Statement statement = only(workload, "SELECT total FROM orders WHERE customer = $1");
            assertThat(statement.calls()).isEqualTo(2);
            assertThat(statement.rows()).isEqualTo(14);
            assertThat(statement.totalTime()).isPositive();
            assertThat(statement.role()).isEqualTo("postgres");
            assertThat(statement.queryId()).isNotNull();
            assertThat(statement.hash()).isEqualTo(NormalizedText.hash(BY_CUSTOMER));
            assertThat(only(workload, "SELECT $1 AS of_the_application").role())
                    .isEqualTo("shop_app");
            assertThat(workload.statements())
                    .noneMatch(s -> s.text().contains("pgwright") || s.text().contains("pg_class"));
            assertThat(workload.skipped())
                    .extracting(Workload.Skipped::query)
                    .anyMatch(query -> query.startsWith("create table"))
                    .noneMatch(query -> query.contains("savepoint"));
            assertThat(snapshot.catalog().roles())
                    .extracting(Role::name)
                    .containsExactly("postgres", "shop_app", "shop_team");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void leavesOutWhatItRanAsAnotherRole(int major) {
        try (Shop shop = Shop.on(major)) {
            String role = "looker_" + shop.database().name();
            shop.database()
                    .execute(
                            "CREATE ROLE " + role + " LOGIN PASSWORD 'x' IN ROLE pg_monitor",
                            "SELECT pg_stat_statements_reset()",
                            "SET ROLE shop_app",
                            "BEGIN ISOLATION LEVEL SERIALIZABLE",
                            "SELECT 1 AS of_the_application",
                            "COMMIT");
            try {
                Shop.snapshot(shop.settings(role, "x"), SnapshotRequest.everything("test"));

                assertThat(shop.snapshot().workload().skipped())
                        .extracting(Workload.Skipped::query)
                        .anyMatch(query -> query.startsWith("begin isolation"))
                        .noneMatch(query -> query.matches("begin read only|rollback.*|savepoint.*"))
                        .noneMatch(query -> query.contains("idle_in_transaction"))
                        .noneMatch(query -> query.contains("application_name"));
            } finally {
                shop.database().execute("DROP ROLE " + role);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void readsPreparedStatementsCursorsAndTextsThatTheServerSpoilt(int major) {
        try (Shop shop = Shop.on(major)) {
            shop.snapshot();
            shop.database()
                    .execute(
                            "PREPARE p AS SELECT id FROM orders WHERE customer = $1",
                            "EXECUTE p (17)",
                            "SELECT at FROM orders WHERE at > date'2026-01-01'and total = 5",
                            "BEGIN",
                            "DECLARE c CURSOR FOR SELECT doc FROM orders",
                            "FETCH 5 FROM c",
                            "COMMIT");

            Workload workload = shop.snapshot().workload();

            assertThat(only(workload, "SELECT id FROM orders WHERE customer = $1").rows())
                    .isEqualTo(7);
            only(workload, "SELECT at FROM orders WHERE at > date $1 and total = $2");
            assertThat(only(workload, "SELECT doc FROM orders").rows()).isNegative();
        }
    }

    @Test
    void leavesOutWhatRanTooSeldomOrTooBriefly() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            shop.database().execute(BY_CUSTOMER, BY_CUSTOMER, "SELECT 2 AS once");
            SnapshotRequest all = SnapshotRequest.everything("test");

            assertThat(
                            shop.snapshot(new SnapshotRequest(true, null, 2, Duration.ZERO, "test"))
                                    .workload()
                                    .statements())
                    .extracting(Statement::text)
                    .contains("SELECT total FROM orders WHERE customer = $1")
                    .doesNotContain("SELECT $1 AS once");
            assertThat(
                            shop.snapshot(
                                            new SnapshotRequest(
                                                    true, null, 0, Duration.ofHours(1), "test"))
                                    .workload()
                                    .statements())
                    .isEmpty();
            assertThat(shop.snapshot(all).workload().statements()).isNotEmpty();
        }
    }

    @Test
    void saysHowToGetAWorkloadWhereThereIsNoExtension() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            Snapshot snapshot = new Shop(database).snapshot(SnapshotRequest.everything("test"));

            assertThat(snapshot.workload()).isEqualTo(Workload.NONE);
            assertThat(NoWorkload.in(snapshot).code()).isEqualTo(ErrorCode.NO_WORKLOAD);
            assertThat(NoWorkload.in(snapshot))
                    .hasMessageContaining("the extension is not installed in this database")
                    .hasMessageContaining("CREATE EXTENSION pg_stat_statements")
                    .hasMessageContaining("--workload");
        }
    }

    @Test
    void keepsNoPasswordsOfUtilityStatements() {
        try (Shop shop = Shop.on(14)) {
            shop.database()
                    .execute(
                            "CREATE ROLE keeper PASSWORD 'hush-hush'",
                            "ALTER ROLE keeper PASSWORD 'hush-hush'",
                            "DROP ROLE keeper");

            assertThat(shop.snapshot().workload().skipped())
                    .extracting(Workload.Skipped::query)
                    .anyMatch(query -> query.contains("keeper"))
                    .noneMatch(query -> query.contains("hush-hush"));
        }
    }

    @Test
    void saysWhichGrantIsMissingForTheExtension() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            shop.database()
                    .execute(
                            "ALTER EXTENSION pg_stat_statements SET SCHEMA ext",
                            "REVOKE ALL ON SCHEMA ext FROM public",
                            "CREATE ROLE outsider LOGIN PASSWORD 'x'");
            try {
                Snapshot snapshot =
                        Shop.snapshot(
                                shop.settings("outsider", "x"), SnapshotRequest.everything("test"));

                assertThat(NoWorkload.in(snapshot))
                        .hasMessageContaining("permission was denied")
                        .hasMessageContaining("GRANT USAGE on the extension's schema");
            } finally {
                shop.database().execute("DROP ROLE outsider");
            }
        }
    }

    @Test
    void readsTheSettingsOfTheRolesThatRunStatements() {
        try (Shop shop = Shop.on(TestServers.NEWEST)) {
            shop.database()
                    .execute(
                            "ALTER ROLE shop_app SET work_mem = '1MB'",
                            "ALTER ROLE shop_app SET \"app.secret\" = 'hush'",
                            "ALTER ROLE shop_app IN DATABASE %s SET work_mem = '2MB'"
                                    .formatted(shop.database().name()));
            try {
                assertThat(shop.snapshot().catalog().roles())
                        .filteredOn(role -> role.name().equals("shop_app"))
                        .singleElement()
                        .satisfies(
                                role ->
                                        assertThat(role.settings())
                                                .containsExactly(Map.entry("work_mem", "2MB")));
            } finally {
                shop.database()
                        .execute(
                                "ALTER ROLE shop_app RESET ALL",
                                "ALTER ROLE shop_app IN DATABASE %s RESET ALL"
                                        .formatted(shop.database().name()));
            }
        }
    }

    @Test
    void findsTheExtensionInAnySchemaAndOfAnyVersion() {
        try (TestDatabase database = TestServers.freshDatabase(14)) {
            database.execute(
                    "CREATE SCHEMA \"odd {schema}\"",
                    "CREATE EXTENSION pg_stat_statements SCHEMA \"odd {schema}\" VERSION '1.7'",
                    "SELECT 1 AS found");

            assertThat(new Shop(database).snapshot().workload().statements())
                    .extracting(Statement::text)
                    .contains("SELECT $1 AS found");
        }
    }

    private static Statement only(Workload workload, String text) {
        return workload.statements().stream()
                .filter(statement -> statement.text().equals(text))
                .reduce(
                        (a, b) -> {
                            throw new AssertionError("twice: " + text);
                        })
                .orElseThrow(() -> new AssertionError("not found: " + text + workload));
    }
}
