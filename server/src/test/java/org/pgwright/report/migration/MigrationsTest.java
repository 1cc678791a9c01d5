package org.pgwright.report.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.SqlScript;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is exported, for every tool. */
final class MigrationsTest {
    private static final Pattern PYTHON_STRING = Pattern.compile("^ +(\".*\"),?$");

    private static WantedIndex plain(String statement, double gain, boolean isPartitioned) {
        return new WantedIndex(
                ChangedObject.INDEX,
                Action.CREATE,
                new QualifiedName("public", "orders"),
                "i",
                statement,
                "",
                gain,
                List.of(),
                isPartitioned);
    }

    private static String content(MigrationFormat format) {
        return MigrationFixture.files(format, false).getFirst().content();
    }

    /** As psql does: one statement after another, each by itself. */
    private static List<String> psql(String script) {
        List<String> statements = new ArrayList<>();
        for (SqlScript.Part part : SqlScript.parts(script)) {
            switch (part) {
                case SqlScript.Statement statement -> statements.add(statement.text());
                case SqlScript.MetaCommand command ->
                        assertThat(command.text()).isEqualTo("\\set ON_ERROR_STOP on");
            }
        }
        return statements;
    }

    private static void run(TestDatabase database, List<String> statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement run = connection.createStatement()) {
            for (String sql : statements) {
                run.execute(sql);
            }
        }
    }

    @Test
    void psqlGoesUpAndDownTwiceOnEveryMajor() throws Exception {
        for (int major : TestServers.MAJORS) {
            try (TestDatabase database = TestServers.freshDatabase(major)) {
                MigrationFixture.fill(database);
                Map<String, String> before = MigrationFixture.indexes(database);
                MigrationFixture.leaveInvalid(database);
                List<MigrationFile> files = MigrationFixture.files(MigrationFormat.SQL, false);
                List<String> up = psql(files.getFirst().content());
                List<String> down = psql(files.getLast().content());

                run(database, up);
                Map<String, String> after = MigrationFixture.indexes(database);
                assertThat(after)
                        .containsKeys(MigrationFixture.madeNames().toArray(String[]::new))
                        .doesNotContainKeys("orders_old", "events_old");
                assertThat(after.values()).noneMatch(index -> index.contains("INVALID"));
                run(database, up);
                assertThat(MigrationFixture.indexes(database)).isEqualTo(after);
                run(database, down);
                run(database, down);
                assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
                run(database, up);
                assertThat(MigrationFixture.indexes(database)).isEqualTo(after);
            }
        }
    }

    @Test
    void failsWhereSomethingElseHasTheName() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            database.execute("CREATE INDEX idx_orders_customer ON events (day)");
            List<String> up =
                    psql(MigrationFixture.files(MigrationFormat.SQL, false).getFirst().content());

            assertThatThrownBy(() -> run(database, up))
                    .hasMessageContaining(
                            "public.idx_orders_customer is no valid index of public.orders");
        }
    }

    @Test
    void leavesAnIndexAloneThatAnotherSessionBuilds() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Connection older = database.connect();
                Connection builder = database.connect();
                Statement query = older.createStatement()) {
            MigrationFixture.fill(database);
            older.setAutoCommit(false);
            query.execute("SELECT count(*) FROM orders");
            Thread build =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (Statement make = builder.createStatement()) {
                                            make.execute(
                                                    "CREATE INDEX CONCURRENTLY idx_orders_customer"
                                                            + " ON orders (customer_id)");
                                        } catch (SQLException failure) {
                                            throw new IllegalStateException(failure);
                                        }
                                    });
            while (!MigrationFixture.indexes(database).containsKey("idx_orders_customer")) {
                Thread.onSpinWait();
            }
            List<String> up =
                    psql(MigrationFixture.files(MigrationFormat.SQL, false).getFirst().content());

            assertThatThrownBy(() -> run(database, up))
                    .hasMessageContaining("another session is building");
            older.rollback();
            build.join();
            assertThat(MigrationFixture.indexes(database).get("idx_orders_customer"))
                    .doesNotContain("INVALID");
        }
    }

    /** What Python and Django read is what psql is given. */
    @Test
    void pythonHoldsTheStatementsOfPsql() {
        List<String> expected = psql(content(MigrationFormat.SQL));

        List<String> alembic =
                python(content(MigrationFormat.ALEMBIC).split("def downgrade")[0], "op.execute(");
        assertThat(alembic.stream().map(sql -> sql.replace("\\:", ":")).toList())
                .containsExactlyElementsOf(expected);

        String django = content(MigrationFormat.DJANGO);
        List<String> forward =
                python(django.replaceAll("(?s)reverse_sql=\\[.*?\n            \\],", ""), "(");
        forward.removeIf(sql -> sql.matches("(SET|RESET) statement_timeout.*"));
        assertThat(forward)
                .containsExactlyElementsOf(
                        expected.stream()
                                .filter(sql -> !sql.matches("(SET|RESET) statement_timeout.*"))
                                .toList());
    }

    /** The strings within calls or parentheses, put together where they follow one another. */
    private static List<String> python(String code, String begin) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean isWithin = false;
        for (String line : code.lines().toList()) {
            Matcher string = PYTHON_STRING.matcher(line);
            if (line.strip().equals(begin)) {
                isWithin = true;
            } else if (isWithin && string.matches()) {
                text.append(MigrationTextTest.python(string.group(1)));
            } else if (isWithin) {
                texts.add(text.toString());
                text.setLength(0);
                isWithin = false;
            }
        }
        return texts;
    }

    @Test
    void alembicAndDjangoRunOutsideTransactions() {
        String alembic = content(MigrationFormat.ALEMBIC);
        assertThat(alembic)
                .startsWith("\"\"\"pgwright_indexes\"\"\"\n\n#")
                .contains(
                        "revision = \"20261120102100\"\ndown_revision = None\n",
                        "def upgrade():\n    with op.get_context().autocommit_block():\n",
                        "def downgrade():\n    with op.get_context().autocommit_block():\n");
        List<MigrationFile> phases =
                Migrations.files(
                        MigrationFixture.wanted(),
                        new MigrationPlan(
                                MigrationFormat.ALEMBIC,
                                true,
                                "shop",
                                MigrationFixture.AT,
                                "0098",
                                "ae1027a6acf",
                                ""));
        assertThat(phases.stream().map(MigrationFile::name))
                .containsExactly(
                        "0098_pgwright_phase_1_create.py",
                        "0099_pgwright_phase_2_create.py",
                        "0100_pgwright_phase_3_create.py",
                        "0101_pgwright_phase_4_clean_up.py");
        assertThat(phases.get(0).content()).contains("down_revision = \"ae1027a6acf\"");
        assertThat(phases.get(1).content()).contains("down_revision = \"0098\"");

        List<MigrationFile> django = MigrationFixture.files(MigrationFormat.DJANGO, true);
        assertThat(django.get(0).content())
                .startsWith("from django.db import migrations\n")
                .contains("    atomic = False\n", "    dependencies = [\n    ]\n");
        assertThat(django.get(1).content())
                .contains("(\"shop\", \"20261120102100_pgwright_phase_1_create\"),");
        assertThat(django.get(3).content()).contains("reverse_sql=migrations.RunSQL.noop,");
    }

    @Test
    void railsUsesItsOwnCallWhereThatExpressesTheIndex() {
        MigrationFile file = MigrationFixture.files(MigrationFormat.RAILS, false).getFirst();
        assertThat(file.name()).isEqualTo("20261120102100_pgwright_indexes_20261120102100.rb");
        assertThat(file.content())
                .startsWith("# frozen_string_literal: true\n\n#")
                .contains(
                        "class PgwrightIndexes20261120102100 < ActiveRecord::Migration[6.1]\n",
                        "  disable_ddl_transaction!\n",
                        """
                            add_index 'public.orders', ['customer_id', 'total'],
                              name: 'idx_orders_customer',
                              order: { total: :desc },
                              algorithm: :concurrently,
                              if_not_exists: true
                        """,
                        "      where: 'status = \\'open\\'',\n",
                        "      using: 'gin',\n      opclass: { payload: :jsonb_path_ops },\n",
                        "      unique: true,\n",
                        "    remove_index 'public.orders', name: 'idx_orders_gin',"
                                + " algorithm: :concurrently, if_exists: true\n",
                        // what it cannot express, or not in every version
                        "execute 'CREATE INDEX CONCURRENTLY IF NOT EXISTS \"idx_orders_lower\"",
                        "(customer_id) INCLUDE (total)'",
                        "execute 'CREATE INDEX IF NOT EXISTS \"idx_events_id\" ON ONLY");
        assertThat(file.content().split("\n  def ", -1)).hasSize(3);
    }

    @Test
    void liquibaseHasARollbackForEveryChangeset() {
        String content = content(MigrationFormat.LIQUIBASE);
        String[] sets = content.split("\n--changeset ", -1);
        assertThat(sets).hasSize(MigrationFixture.wanted().size() + 1);
        assertThat(sets[0]).startsWith("--liquibase formatted sql\n");
        for (int i = 1; i < sets.length; i++) {
            assertThat(sets[i])
                    .startsWith("pgwright:20261120102100-" + i + " runInTransaction:false ")
                    .contains("\n--rollback ");
        }
        // names and values bring no line, directive or parameter of their own
        assertThat(content).doesNotContain("${").doesNotContainPattern("(?m)^-- ?changeset x");
        assertThat(content.lines().filter(line -> line.contains("DROP TABLE")))
                .allMatch(
                        line ->
                                line.startsWith("-- * ")
                                        || line.contains("INDEX CONCURRENTLY")
                                        || line.startsWith("CREATE STATISTICS "));
    }

    @Test
    void phasesHaveTheMostValuableFirstAndDropsLast() {
        List<MigrationFile> files = MigrationFixture.files(MigrationFormat.FLYWAY, true);
        assertThat(files.stream().map(MigrationFile::name).filter(name -> name.endsWith(".sql")))
                .containsExactly(
                        "V20261120102100__pgwright_phase_1_create.sql",
                        "U20261120102100__pgwright_phase_1_create.sql",
                        "V20261120102101__pgwright_phase_2_create.sql",
                        "U20261120102101__pgwright_phase_2_create.sql",
                        "V20261120102102__pgwright_phase_3_create.sql",
                        "U20261120102102__pgwright_phase_3_create.sql",
                        "V20261120102103__pgwright_phase_4_clean_up.sql",
                        "U20261120102103__pgwright_phase_4_clean_up.sql");
        assertThat(files.getFirst().content())
                .contains("phase 1 of", "idx_orders_customer", "idx_orders_gin")
                .doesNotContain("idx_events_id", "orders_old");
        String last = files.get(15).content();
        assertThat(last).contains("REINDEX INDEX CONCURRENTLY", "\"orders_old\"", "\"events_old\"");
        assertThat(last.indexOf("REINDEX")).isLessThan(last.indexOf("DROP INDEX IF EXISTS"));

        List<WantedIndex> alike =
                List.of(
                        plain("CREATE INDEX CONCURRENTLY i ON public.orders (a)", 0, false),
                        plain("CREATE INDEX CONCURRENTLY i ON public.orders (b)", 0, false));
        assertThat(Migrations.files(alike, MigrationFixture.plan(MigrationFormat.RAILS, true)))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(MigrationFormat.class)
    void theSameIndexesGiveTheSameFiles(MigrationFormat format) {
        for (boolean isPhased : List.of(true, false)) {
            List<MigrationFile> files = MigrationFixture.files(format, isPhased);
            assertThat(MigrationFixture.files(format, isPhased)).isEqualTo(files);
            assertThat(files.stream().map(MigrationFile::name)).doesNotHaveDuplicates();
            assertThat(files)
                    .allMatch(file -> file.name().matches("[A-Za-z0-9_.]+"))
                    .noneMatch(file -> file.content().contains("\r"));
        }
    }

    @Test
    void saysWhatCannotBeWritten() {
        MigrationPlan plan = MigrationFixture.plan(MigrationFormat.SQL, false);
        assertThatThrownBy(
                        () ->
                                Migrations.files(
                                        List.of(plain("CREATE INDEX i ON orders (a)", 1, true)),
                                        plan))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("on a partitioned table")
                .hasMessageContaining("--file");
        assertThatThrownBy(() -> Migrations.files(List.of(plain("SELECT 1", 1, false)), plan))
                .hasMessageContaining("cannot be made from what is known of it");
        assertThatThrownBy(
                        () ->
                                Migrations.files(
                                        List.of(
                                                plain(
                                                        "CREATE INDEX CONCURRENTLY j ON orders (a)",
                                                        1,
                                                        false)),
                                        plan))
                .hasMessageContaining("is not made by its own statements");
        assertThatThrownBy(
                        () ->
                                Migrations.files(
                                        List.of(
                                                plain(
                                                        "CREATE INDEX CONCURRENTLY i ON orders (a)"
                                                                + " WHERE b = U&'x'",
                                                        1,
                                                        false)),
                                        plan))
                .hasMessageContaining("a string that is written in an unusual way");
        assertThatThrownBy(() -> Migrations.files(List.of(), plan))
                .hasMessageContaining("no index is to be made");
    }
}
