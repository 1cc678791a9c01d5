package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** The servers' own normalised texts have the hash of the text that was sent. */
class NormalizationOnServersTest {
    static final List<Integer> MAJORS = TestServers.MAJORS;

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

    private static void compare(int major, List<String> statements) throws Exception {
        SoftAssertions all = new SoftAssertions();
        try (TestDatabase database = TestServers.freshDatabase(major).execute(SCHEMA);
                TestDatabase observing =
                        TestServers.freshDatabase(major)
                                .execute("CREATE EXTENSION pg_stat_statements");
                Connection application = simpleProtocol(database);
                Connection observer = observing.connect()) {
            for (String sql : statements) {
                String shown = shownFor(sql, application, observer, database.name());
                all.assertThat(NormalizedText.of(shown))
                        .as("%d: %s => %s", major, sql, shown)
                        .isEqualTo(NormalizedText.of(sql));
            }
        }
        all.assertAll();
    }

    private static String shownFor(
            String sql, Connection application, Connection observer, String database)
            throws SQLException {
        try (var statement = observer.createStatement()) {
            statement.execute("SELECT pg_stat_statements_reset()");
        }
        try (var statement = application.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(sql, e);
        }
        List<String> shown = new ArrayList<>();
        try (var select =
                observer.prepareStatement(
                        "SELECT query FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                                + " WHERE datname = ? AND toplevel")) {
            select.setString(1, database);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    shown.add(rows.getString(1));
                }
            }
        }
        assertThat(shown).as(sql).hasSize(1);
        return shown.getFirst();
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

    private static List<String> shapes(String file, int major) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        NormalizationOnServersTest.class.getResourceAsStream(file))) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return StatementText.split(script).stream()
                    .filter(statement -> firstMajor(statement) <= major)
                    .map(SqlScript.Statement::text)
                    .toList();
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
