package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

final class QueryFilesTest {
    private static final List<String> PACKAGES = List.of("postgres", "snapshot");

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyQueryCanBePreparedOnEveryMajor(int major) throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(major);
                Connection connection = database.connect()) {
            database.execute("CREATE SCHEMA s", "CREATE TABLE s.t (c int PRIMARY KEY)");
            for (String name : names()) {
                String version = name.contains("before_1_8") ? "VERSION '1.4'" : "";
                database.execute(
                        "DROP EXTENSION IF EXISTS pg_stat_statements",
                        "CREATE EXTENSION pg_stat_statements SCHEMA s " + version);
                if (isFor(name, major) && (major <= 14 || !name.contains("before_1_8"))) {
                    prepare(connection, Query.named(name, major));
                }
            }
        }
    }

    @Test
    void everyQueryIsSignedBehindItsFirstWord() throws Exception {
        for (SqlFile file : files()) {
            assertThat(Files.readString(file.path))
                    .as(file.path.toString())
                    .containsPattern(
                            "^[A-Z]+ /\\* pgwright:"
                                    + file.queryName().replace(".", "\\.")
                                    + " \\*/");
        }
    }

    @Test
    void replacesAllNamesAtOnceAndQuotesThem() {
        Query query = new Query("test.names", "SELECT {a}, {b} FROM {a}");

        assertThat(query.withNames(Map.of("a", "{b}", "b", "x\"y$1\\")).sql())
                .isEqualTo("SELECT \"{b}\", \"x\"\"y$1\\\" FROM \"{b}\"");
    }

    private static boolean isFor(String name, int major) throws Exception {
        return files().stream()
                .anyMatch(file -> file.queryName().equals(name) && file.major() <= major);
    }

    private static void prepare(Connection connection, Query written) throws SQLException {
        Query query = written.withStatement("statement", "SELECT 1");
        Map<String, String> names =
                Map.of("schema", "s", "table", "t", "column", "c", "first", "c", "second", "c");
        String sql = query.withNamesAndExpression(names, "c").sql();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (sql.matches("(?s)(SELECT|WITH|EXPLAIN) .*")) {
                assertThat(statement.getMetaData()).as(query.name()).isNotNull();
            } else {
                assertThat(statement.getMetaData()).as(query.name()).isNull();
            }
        } catch (SQLException e) {
            throw new AssertionError(query.name() + ": " + e.getMessage(), e);
        }
    }

    private static Set<String> names() throws IOException, URISyntaxException {
        Set<String> names = new TreeSet<>();
        files().forEach(file -> names.add(file.queryName()));
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }

    private static List<SqlFile> files() throws IOException, URISyntaxException {
        URL known = Query.class.getResource("/org/pgwright/postgres/version.14.sql");
        Path root = Path.of(requireNonNull(known).toURI()).resolve("../..").normalize();
        List<SqlFile> found = new ArrayList<>();
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".sql"))
                        .forEach(file -> found.add(new SqlFile(folder, file)));
            }
        }
        return found;
    }

    private record SqlFile(String folder, Path path) {
        String queryName() {
            return folder + "." + path.toFile().getName().replaceFirst("\\.\\d+\\.sql", "");
        }

        int major() {
            return Integer.parseInt(path.toFile().getName().replaceAll(".*\\.(\\d+)\\.sql", "$1"));
        }
    }
}
