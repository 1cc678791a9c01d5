package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.Statement;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Conditions of row security belong to the statements of the roles that they apply to. */
final class RowSecurityShapesTest {
    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    @ParameterizedTest
    @MethodSource("majors")
    void policiesAddTheirConditionsForTheRolesThatTheyConcern(int major) throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            createSchema(database);
            TreeAnalyzer analyzer = new TreeAnalyzer(database.connect(), catalog(major));
            String select = "SELECT total FROM bills WHERE id = $1";
            assertThat(shape(analyzer, select, "app_reader"))
                    .isEqualTo(
                            "bills where hidden IS FALSE (boolean), tenant = (equal), id = $1"
                                    + " (equal) read id, tenant, total, hidden");
            assertThat(shape(analyzer, "UPDATE bills SET total = 0", "app_writer"))
                    .isEqualTo(
                            "changes bills where hidden IS FALSE (boolean), tenant = (equal), or"
                                    + " tenant = (equal), or id > (range) read id, tenant, hidden");
            assertThat(
                            shape(
                                    analyzer,
                                    "SELECT b.total FROM bill_view b WHERE b.id = 2",
                                    "app_reader"))
                    .isEqualTo("bills where id = (equal) read id, total");
            assertThat(shape(analyzer, "INSERT INTO bills VALUES (1, 1, 1, true)", "app_reader"))
                    .isEqualTo("changes bills");
            for (String exempt : List.of("bill_owner", "app_admin", "nobody")) {
                assertThat(shape(analyzer, select, exempt))
                        .isEqualTo("bills where id = $1 (equal) read id, total");
            }
            assertThat(shape(analyzer, select, null))
                    .isEqualTo("bills where id = $1 (equal) read id, total");
        } finally {
            dropRoles(major);
        }
    }

    private static void createSchema(TestDatabase database) {
        database.execute(
                "CREATE ROLE bill_owner",
                "CREATE ROLE bill_people",
                "CREATE ROLE app_reader IN ROLE bill_people",
                "CREATE ROLE app_writer IN ROLE bill_people",
                "CREATE TABLE bills (id int, tenant int, total int, hidden boolean)",
                "CREATE VIEW bill_view AS SELECT * FROM bills",
                "ALTER TABLE bills ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY by_tenant ON bills TO bill_people USING (tenant ="
                        + " current_setting('app.tenant')::int)",
                "CREATE POLICY writers ON bills FOR UPDATE TO app_writer USING (id > 100)",
                "CREATE POLICY shown ON bills AS RESTRICTIVE USING (NOT hidden)");
    }

    private static void dropRoles(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute("DROP ROLE IF EXISTS bill_owner, app_reader, app_writer, bill_people");
        }
    }

    private static String shape(TreeAnalyzer analyzer, String sql, @Nullable String role) {
        Statement statement = new Statement(sql, "hash", null, 1, Duration.ZERO, -1, role, "test");
        return ShapeText.of(((Analyzed) analyzer.analyze(statement)).tables());
    }

    private static Catalog catalog(int major) {
        Table bills =
                new Table(
                        new QualifiedName("public", "bills"),
                        Table.Kind.TABLE,
                        Table.Persistence.PERMANENT,
                        "bill_owner",
                        List.of(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        true,
                        false,
                        null,
                        new Table.Size(0, 0, 0, 0, new Bytes(0)),
                        Table.Activity.NONE);
        List<Role> roles =
                List.of(
                        new Role("bill_owner", false, false, List.of()),
                        new Role("bill_people", false, false, List.of()),
                        new Role("app_reader", false, false, List.of("bill_people")),
                        new Role("app_writer", false, false, List.of("bill_people")),
                        new Role("app_admin", false, true, List.of("bill_people")));
        return AnalysisFixture.catalog(major, roles, List.of(bills), List.of());
    }
}
