package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.planner.TableReference;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.util.List;

/** Statements mean what they meant in the sessions of the roles that ran them. */
final class RoleSessionsTest {
    private static final String TEXT = "SELECT total FROM orders WHERE id = 1";
    private static final String ANYWHERE = "SELECT name FROM tenants WHERE id = 1";
    private static final String SOMEWHERE = "SELECT total FROM bills WHERE id = 1";

    private static TestDatabase database;
    private static Twin twin;
    private static String own;
    private static String settled;

    @BeforeAll
    static void build() {
        database = TestServers.freshDatabase(18);
        own = database.name() + "_own";
        settled = database.name() + "_settled";
        database.execute(
                "CREATE ROLE " + own,
                "CREATE ROLE " + settled,
                "ALTER ROLE " + settled + " SET search_path = archive",
                "ALTER ROLE " + settled + " SET enable_indexscan = off",
                "ALTER ROLE " + settled + " SET enable_bitmapscan = off",
                "ALTER ROLE " + settled + " SET log_min_duration_statement = 5");
        database.execute(
                "CREATE SCHEMA " + own,
                "CREATE SCHEMA archive",
                "CREATE SCHEMA hidden",
                "CREATE SCHEMA \"my$user\"",
                "ALTER ROLE " + own + " SET search_path = \"my$user\", \"$user\"");
        for (String schema : List.of("public", own, "archive")) {
            database.execute(
                    "CREATE TABLE %s.orders (id bigint PRIMARY KEY, total numeric)"
                            .formatted(schema));
        }
        database.execute(
                "INSERT INTO archive.orders SELECT g, g FROM generate_series(1, 5000) g",
                "ANALYZE archive.orders",
                "CREATE TABLE hidden.tenants (id bigint PRIMARY KEY, name text)",
                "CREATE TABLE hidden.bills (id bigint PRIMARY KEY, total numeric)",
                "CREATE TABLE archive.bills (id bigint PRIMARY KEY, total numeric)");
        List<Statement> statements =
                List.of(
                        TwinFixture.statement(TEXT, own),
                        TwinFixture.statement(TEXT, settled),
                        TwinFixture.statement(ANYWHERE, own),
                        TwinFixture.statement(SOMEWHERE, own));
        twin =
                Twin.build(
                        TwinFixture.snapshot(database, new Workload(statements, List.of()))
                                .catalog(),
                        statements,
                        TwinFixture.options(18),
                        Progress.NONE);
    }

    @AfterAll
    static void drop() {
        twin.close();
        database.execute("DROP ROLE " + own, "DROP ROLE " + settled);
        database.close();
    }

    private static Analysis.Analyzed analyzed(String text, String role) {
        Analysis analysis = twin.analyze(TwinFixture.statement(text, role));
        assertThat(analysis).isInstanceOf(Analysis.Analyzed.class);
        return (Analysis.Analyzed) analysis;
    }

    private static List<String> tables(String text, String role) {
        return analyzed(text, role).tables().stream()
                .map(TableReference::table)
                .map(table -> table.shown())
                .toList();
    }

    @Test
    void namesAreLookedUpInTheRolesSearchPath() {
        assertThat(tables(TEXT, settled)).containsExactly("archive.orders");
        assertThat(tables(TEXT, own)).containsExactly(own + ".orders");
        assertThat(tables(TEXT, database.user())).containsExactly("public.orders");
    }

    @Test
    void aSchemaNamedMuchLikeTheVariableStaysAsItIs() {
        assertThat(analyzed(TEXT, own).texts().getFirst().settings().get("search_path"))
                .isEqualTo("\"my$user\", \"" + own + "\"");
    }

    @Test
    void aRolesSettingsChangeItsPlansOnly() {
        Plan withoutIndexes =
                twin.plan(
                        analyzed("SELECT total FROM archive.orders WHERE id = 1", settled)
                                .texts()
                                .getFirst(),
                        Configuration.EXISTING);
        Plan withIndexes =
                twin.plan(
                        analyzed("SELECT total FROM archive.orders WHERE id = 1", own)
                                .texts()
                                .getFirst(),
                        Configuration.EXISTING);
        assertThat(withoutIndexes.type()).isEqualTo("Seq Scan");
        assertThat(withIndexes.type()).isEqualTo("Index Scan");
        assertThat(analyzed(TEXT, settled).texts().getFirst().settings())
                .containsOnlyKeys("search_path", "enable_indexscan", "enable_bitmapscan");
    }

    @Test
    void aTableThatIsInOneSchemaOnlyIsFoundThere() {
        assertThat(tables(ANYWHERE, own)).containsExactly("hidden.tenants");
    }

    @Test
    void ofATableInSeveralSchemasTheReasonSpeaks() {
        Analysis analysis = twin.analyze(TwinFixture.statement(SOMEWHERE, own));
        assertThat(analysis).isInstanceOf(Analysis.Rejected.class);
        assertThat(((Analysis.Rejected) analysis).reason())
                .isEqualTo(
                        "relation \"bills\" does not exist (bills: in 2 schemas, and the search_path"
                                + " that it ran with is not known)");
    }
}
