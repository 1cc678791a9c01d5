package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Function;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.catalog.View;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Progress;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whatever a monitored database, a snapshot or a statement holds stays inside the twin. */
final class TwinTrustTest {
    private static final int MAJOR = TestServers.NEWEST;
    private static final String QUERY = "SELECT * FROM victim WHERE id = 1";

    @TempDir private Path folder;

    /** A function that leaves a file behind where it is allowed to run a program. */
    private String attack() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return """
        CREATE FUNCTION public.evil(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN
            EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch %s''';
            RETURN 1;
        END $$
        """
                .formatted(trace());
    }

    private Path trace() {
        return folder.resolve("trace");
    }

    private TestDatabase victim() {
        return TestServers.freshDatabase(MAJOR)
                .execute(
                        "CREATE TABLE victim (id integer PRIMARY KEY, name text)",
                        "INSERT INTO victim SELECT g, 'n' || g FROM generate_series(1, 5000) g",
                        "VACUUM ANALYZE victim");
    }

    @Test
    void aFunctionThatPlanningRunsHasNoPrivileges() throws IOException {
        String query = "SELECT * FROM victim WHERE id = evil(1)";
        try (TestDatabase database = victim().execute(attack());
                Twin twin = TwinFixture.twin(database, List.of(query))) {
            assertThat(twin.catalog().functions()).hasSize(1);
            assertThatThrownBy(
                            () -> twin.plan(TwinFixture.plannable(query), Configuration.EXISTING))
                    .isInstanceOf(PgwrightException.class);
            assertThat(trace()).doesNotExist();
            assertThat(twin.plan(TwinFixture.plannable(QUERY), Configuration.EXISTING).type())
                    .isEqualTo("Index Scan");
        }
    }

    @Test
    void anIndexExpressionRunsAsTheUnprivilegedOwner() throws IOException {
        try (TestDatabase database = victim()) {
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(QUERY));
            Changes changes = new Changes(snapshot.catalog());
            changes.functions.add(function("evil", attack()));
            Index real = snapshot.catalog().indexes().getFirst();
            changes.indexes.add(
                    index(
                            real,
                            "evil_index",
                            "CREATE INDEX evil_index ON public.victim (public.evil(id))"));
            try (Twin twin = build(changes, QUERY + " AND evil(1) = 1")) {
                assertThat(twin.major()).isEqualTo(MAJOR);
            }
            assertThat(trace()).doesNotExist();
        }
    }

    @Test
    void aDomainThatBringsACheckIsRefused() throws IOException {
        try (TestDatabase database = victim()) {
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(QUERY));
            Changes changes = new Changes(snapshot.catalog());
            changes.functions.add(function("evil", attack()));
            changes.types.add(
                    new TypeDefinition.Domain(
                            new QualifiedName("public", "trap"),
                            "integer CHECK (public.evil(1) = 1)",
                            null));
            assertThatThrownBy(() -> build(changes, QUERY + " AND id = 2::trap AND evil(1) = 1"))
                    .isInstanceOf(PgwrightException.class)
                    .hasMessageContaining("type definition");
            assertThat(trace()).doesNotExist();
        }
    }

    @Test
    void aRoleCannotBeMadeAMemberOfTheSuperuser() throws SQLException {
        try (TestDatabase database = victim()) {
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(QUERY));
            Changes changes = new Changes(snapshot.catalog());
            changes.roles.add(new Role("climber", false, false, List.of("postgres")));
            changes.roles.add(
                    new Role("pgwright_planner", true, true, List.of("postgres", "climber")));
            changes.roles.add(
                    new Role("writer", false, false, List.of("pg_execute_server_program")));
            try (Twin twin = build(changes, QUERY);
                    var session = twin.server().analyst(TwinBuilder.DATABASE);
                    var statement = session.createStatement()) {
                for (String role : List.of("postgres", "pg_execute_server_program")) {
                    assertThatThrownBy(() -> statement.execute("SET ROLE " + role))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("permission denied");
                }
                statement.execute("SET ROLE climber");
                assertThatThrownBy(() -> statement.execute("SET ROLE postgres"))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void thePlannerMayNeitherReadFilesNorChangeCatalogues() throws SQLException {
        try (TestDatabase database = victim();
                Twin twin = TwinFixture.twin(database, List.of(QUERY));
                var session = twin.server().analyst(TwinBuilder.DATABASE);
                var statement = session.createStatement()) {
            for (String sql :
                    List.of(
                            "UPDATE pg_index SET indisvalid = false",
                            "UPDATE pg_class SET relpages = 1",
                            "SELECT pg_read_file('/etc/passwd')",
                            "COPY victim FROM '/etc/passwd'",
                            "COPY victim TO PROGRAM 'cat'",
                            "ALTER SYSTEM SET work_mem = '1GB'",
                            "CREATE EXTENSION dblink",
                            "DROP TABLE victim",
                            "SELECT rolpassword FROM pg_authid",
                            "SELECT stavalues1 FROM pg_statistic",
                            "CREATE OR REPLACE FUNCTION pgwright_switch.switch_indexes("
                                    + "wanted oid[], unwanted oid[]) RETURNS void LANGUAGE sql"
                                    + " AS ''")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(sql)
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void aTextOfSeveralStatementsIsRefused() {
        try (TestDatabase database = victim();
                Twin twin = TwinFixture.twin(database, List.of(QUERY))) {
            for (String text :
                    List.of(
                            "SELECT 1; COMMIT; SELECT 2",
                            "SELECT 1; ROLLBACK",
                            "COMMIT",
                            "SET work_mem = '1GB'",
                            "SELECT 'a\\'; COMMIT; --'",
                            "ANALYZE SELECT 1",
                            "DROP TABLE victim")) {
                assertThatThrownBy(
                                () ->
                                        twin.plan(
                                                TwinFixture.plannable(text),
                                                Configuration.EXISTING))
                        .as(text)
                        .isInstanceOf(PgwrightException.class);
            }
            assertThat(twin.plan(TwinFixture.plannable(QUERY), Configuration.EXISTING).type())
                    .isEqualTo("Index Scan");
        }
    }

    @Test
    void definitionsThatAreSomethingElseChangeNothingButTheTwin() throws IOException {
        try (TestDatabase database = victim()) {
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(QUERY));
            Changes changes = new Changes(snapshot.catalog());
            changes.schemas.add("pgwright_switch");
            changes.schemas.add("a\"; DROP SCHEMA public CASCADE; --");
            changes.functions.add(function("evil", attack()));
            changes.functions.add(
                    function(
                            "switch_indexes",
                            "CREATE OR REPLACE FUNCTION pgwright_switch.switch_indexes(oid[], oid[])"
                                    + " RETURNS void LANGUAGE sql AS 'SELECT public.evil(1)'"));
            changes.views.add(
                    new View(
                            new QualifiedName("public", "victim_view"),
                            "postgres",
                            "SELECT 1; COPY (SELECT 1) TO PROGRAM 'touch " + trace() + "'; --",
                            List.of(),
                            List.of()));
            changes.indexes.add(
                    index(
                            snapshot.catalog().indexes().getFirst(),
                            "x",
                            "ALTER ROLE pgwright_planner SUPERUSER"));
            String names = " AND evil(1) = 1 AND switch_indexes IS NULL AND victim_view = x";
            try (Twin twin = build(changes, QUERY + names)) {
                assertThat(twin.problems()).isNotEmpty();
                assertThat(twin.plan(TwinFixture.plannable(QUERY), Configuration.EXISTING).type())
                        .isEqualTo("Index Scan");
            }
            assertThat(trace()).doesNotExist();
        }
    }

    @Test
    void aTableLargerThanAnyTableIsRefused() {
        try (TestDatabase database = victim()) {
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(QUERY));
            Changes changes = new Changes(snapshot.catalog());
            Table table = changes.tables.removeFirst();
            changes.tables.add(sized(table, Long.MAX_VALUE / 8192));
            assertThatThrownBy(() -> build(changes, QUERY)).isInstanceOf(PgwrightException.class);
        }
    }

    private static Table sized(Table table, long pages) {
        return new Table(
                table.name(),
                table.kind(),
                table.persistence(),
                table.owner(),
                table.columns(),
                table.parents(),
                table.partitionKey(),
                table.partitionBound(),
                table.options(),
                table.rowSecurity(),
                table.forcesRowSecurity(),
                table.extension(),
                new Table.Size(pages, 1, 1, 0, table.size().total()),
                table.activity());
    }

    private static Function function(String name, String definition) {
        return new Function(
                new QualifiedName("public", name),
                "integer",
                "f",
                "plpgsql",
                true,
                "integer",
                "i",
                definition);
    }

    private static Index index(Index like, String name, String definition) {
        return new Index(
                new QualifiedName("public", name),
                like.table(),
                definition,
                "btree",
                false,
                false,
                false,
                false,
                true,
                false,
                null,
                List.of(
                        new Index.Key(
                                null,
                                "public.evil(id)",
                                new QualifiedName("pg_catalog", "int4_ops"),
                                null,
                                false,
                                false)),
                List.of(),
                null,
                null,
                null,
                false,
                null,
                10,
                10,
                100,
                0,
                null,
                Index.Usage.NONE);
    }

    private static Twin build(Changes changes, String query) {
        return Twin.build(
                changes.catalog(),
                TwinFixture.statements(List.of(QUERY, query)),
                TwinFixture.options(MAJOR),
                Progress.NONE);
    }

    /** A catalog to be tampered with. */
    private static final class Changes {
        private final Catalog real;
        private final List<String> schemas;
        private final List<Role> roles;
        private final List<TypeDefinition> types;
        private final List<Function> functions;
        private final List<Table> tables;
        private final List<Index> indexes;
        private final List<View> views;

        private Changes(Catalog real) {
            this.real = real;
            schemas = new ArrayList<>(real.schemas());
            roles = new ArrayList<>(real.roles());
            types = new ArrayList<>(real.types());
            functions = new ArrayList<>(real.functions());
            tables = new ArrayList<>(real.tables());
            indexes = new ArrayList<>(real.indexes());
            views = new ArrayList<>(real.views());
        }

        private Catalog catalog() {
            return new Catalog(
                    real.server(),
                    real.database(),
                    schemas,
                    roles,
                    real.extensions(),
                    real.collations(),
                    types,
                    functions,
                    tables,
                    real.constraints(),
                    indexes,
                    views,
                    real.extendedStatistics(),
                    real.policies(),
                    real.columnStatistics(),
                    real.columnEnds(),
                    real.samples());
        }
    }
}
