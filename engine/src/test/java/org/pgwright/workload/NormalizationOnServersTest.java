package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** The servers' own normalised texts have the hash of the text that was sent. */
class NormalizationOnServersTest {
    static final List<Integer> MAJORS = TestServers.MAJORS;

    private static final String SHOWN =
            """
            SELECT query FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
            WHERE d.datname = ? AND toplevel
            """;

    private static final String[] SCHEMA = {
        """
        CREATE TABLE t (id serial PRIMARY KEY, a int, b text, c numeric(10,2), d date,
            ts timestamptz, j jsonb, arr int[], flag boolean, value int, key text)
        """,
        """
        CREATE TABLE "Mixed Case" ("Id" int, "select" int)
        """,
        """
        CREATE PROCEDURE p(int, text, int) LANGUAGE sql AS ''
        """,
        """
        CREATE EXTENSION pg_stat_statements
        """
    };

    @ParameterizedTest
    @FieldSource("MAJORS")
    void theHashIsThatOfTheServersText(int major) throws Exception {
        compare(major, shapes("statement-shapes.sql", major));
    }

    @ParameterizedTest
    @FieldSource("MAJORS")
    void theHashOfAUtilityStatementIsThatOfTheServersText(int major) throws Exception {
        compare(major, shapes("utility-shapes.sql", major));
    }

    @ParameterizedTest
    @FieldSource("MAJORS")
    void theHashOfAPreparedStatementIsThatOfTheServersText(int major) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (Servers servers = new Servers(major)) {
            for (String sql : shapes("parameter-shapes.sql", major)) {
                String prepare = "PREPARE statement AS " + sql;
                String values =
                        String.join(
                                ", ",
                                Collections.nCopies(StatementText.parameterCount(sql), "NULL"));
                String shown = servers.shownFor(prepare, "EXECUTE statement (" + values + ")");
                servers.run("DEALLOCATE statement");
                all.assertThat(StatementText.plannablePart(shown).map(NormalizedText::of))
                        .as("%d: %s => %s", major, sql, shown)
                        .hasValue(NormalizedText.of(sql));
            }
        }
        all.assertAll();
    }

    @Test
    void onlyStatementsWithListsShareAHash() {
        Map<String, List<String>> byText =
                shapes("statement-shapes.sql", TestServers.NEWEST).stream()
                        .collect(Collectors.groupingBy(NormalizedText::of));
        assertThat(byText.values())
                .filteredOn(same -> same.size() > 1)
                .allSatisfy(
                        same ->
                                assertThat(same)
                                        .allMatch(
                                                sql ->
                                                        sql.contains("VALUES")
                                                                || sql.contains(" IN ")));
    }

    private static void compare(int major, List<String> statements) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (Servers servers = new Servers(major)) {
            for (String sql : statements) {
                servers.run("DELETE FROM t");
                String shown = servers.shownFor(sql);
                all.assertThat(NormalizedText.of(shown))
                        .as("%d: %s => %s", major, sql, shown)
                        .isEqualTo(NormalizedText.of(sql));
                all.assertThat(NormalizedText.of(StatementText.mended(shown)))
                        .as("%d, mended: %s => %s", major, sql, shown)
                        .satisfiesAnyOf(
                                mended -> assertThat(mended).isEqualTo(NormalizedText.of(sql)),
                                // a JSON function's default is another word there
                                mended -> assertThat(sql).contains("json_"));
            }
        }
        all.assertAll();
    }

    /** A connection that runs statements, and one that reads what pg_stat_statements says. */
    private static final class Servers implements AutoCloseable {
        private final TestDatabase database;
        private final TestDatabase observing;
        private final Connection application;
        private final Connection observer;

        Servers(int major) throws SQLException {
            database = TestServers.freshDatabase(major).execute(SCHEMA);
            observing =
                    TestServers.freshDatabase(major).execute("CREATE EXTENSION pg_stat_statements");
            application = simpleProtocol(database);
            observer = observing.connect();
        }

        /** The one text that the statements are shown with. */
        String shownFor(String... statements) throws SQLException {
            try (var statement = observer.createStatement()) {
                statement.execute("SELECT pg_stat_statements_reset()");
            }
            for (String sql : statements) {
                run(sql);
            }
            try (var select = observer.prepareStatement(SHOWN)) {
                select.setString(1, database.name());
                try (ResultSet rows = select.executeQuery()) {
                    List<String> shown = new ArrayList<>();
                    while (rows.next()) {
                        shown.add(rows.getString(1));
                    }
                    assertThat(shown).as(statements[0]).hasSize(1);
                    return shown.getFirst();
                }
            }
        }

        void run(String sql) throws SQLException {
            try (var statement = application.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new SQLException(sql, e);
            }
        }

        @Override
        public void close() throws SQLException {
            application.close();
            observer.close();
            database.close();
            observing.close();
        }
    }

    private static Connection simpleProtocol(TestDatabase database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", "simple");
        return database.server()
                .connect(
                        EmbeddedPostgres.SUPERUSER,
                        database.name(),
                        database.password(),
                        properties);
    }

    private static List<String> shapes(String file, int major) {
        try (InputStream in =
                Objects.requireNonNull(
                        NormalizationOnServersTest.class.getResourceAsStream(file))) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return StatementText.split(script).stream()
                    .filter(statement -> firstMajor(statement) <= major)
                    .map(SqlScript.Statement::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstMajor(SqlScript.Statement statement) {
        return statement.comments().stream()
                .map(SqlScript.Comment::text)
                .filter(text -> text.startsWith("from "))
                .mapToInt(text -> Integer.parseInt(text.substring("from ".length())))
                .max()
                .orElse(0);
    }
}
