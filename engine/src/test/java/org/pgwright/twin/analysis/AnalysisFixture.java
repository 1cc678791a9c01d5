package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Database;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Server;
import org.pgwright.catalog.Table;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.Statement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small shop with rows and statistics on each major, and an analyzer without privileges on it.
 */
final class AnalysisFixture {
    private static final String ROLE = "analysis_planner";
    private static final Map<Integer, AnalysisFixture> FIXTURES = new ConcurrentHashMap<>();

    private final TestDatabase database;
    private final Catalog catalog;
    private final TreeAnalyzer analyzer;

    private AnalysisFixture(int major) {
        database = TestServers.freshDatabase(major);
        database.execute(resource("shop.sql"));
        database.execute(
                "DO $$ BEGIN CREATE ROLE analysis_planner LOGIN PASSWORD 'planner';"
                        + " EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT USAGE ON SCHEMA public, \"Old Shop\" TO analysis_planner",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, \"Old Shop\""
                        + " TO analysis_planner");
        try (Connection connection = database.connect()) {
            catalog = catalog(major, connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        analyzer = new TreeAnalyzer(connectAsPlanner(), catalog);
    }

    static AnalysisFixture of(int major) {
        return FIXTURES.computeIfAbsent(major, AnalysisFixture::new);
    }

    TestDatabase database() {
        return database;
    }

    Catalog catalog() {
        return catalog;
    }

    TreeAnalyzer analyzer() {
        return analyzer;
    }

    Analysis analyze(String sql) {
        return analyzer.analyze(statement(sql, -1));
    }

    /** A statement that was called once. */
    static Statement statement(String sql, long rows) {
        return new Statement(sql, "hash", null, 1, Duration.ZERO, rows, null, "test");
    }

    /** A connection as the planning role, with a statement timeout of five seconds. */
    Connection connectAsPlanner() {
        Properties properties = new Properties();
        properties.setProperty("options", "-c statement_timeout=5s");
        try {
            return database.server().connect(ROLE, database.name(), "planner", properties);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(AnalysisFixture.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Catalog catalog(int major, Connection connection) throws SQLException {
        return catalog(major, List.of(), List.of(), statistics(connection));
    }

    static Catalog catalog(
            int major, List<Role> roles, List<Table> tables, List<ColumnStatistics> statistics) {
        return new Catalog(
                new Server(major + ".0", major * 10_000, "", 8192, 8, false, Map.of()),
                new Database(
                        1,
                        "shop",
                        "postgres",
                        new Bytes(0),
                        "UTF8",
                        "libc",
                        "C",
                        "C",
                        null,
                        null,
                        null),
                List.of(),
                roles,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                tables,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                statistics,
                List.of(),
                Samples.NONE);
    }

    private static List<ColumnStatistics> statistics(Connection connection) throws SQLException {
        List<ColumnStatistics> columns = new ArrayList<>();
        try (ResultSet row =
                connection
                        .createStatement()
                        .executeQuery(
                                "SELECT schemaname, tablename, attname, inherited, null_frac,"
                                        + " avg_width, n_distinct, most_common_vals::text,"
                                        + " most_common_freqs, histogram_bounds::text,"
                                        + " most_common_elems::text FROM pg_stats"
                                        + " WHERE schemaname IN ('public', 'Old Shop')"
                                        + " ORDER BY 1, 2, 3, 4")) {
            while (row.next()) {
                columns.add(
                        new ColumnStatistics(
                                new QualifiedName(row.getString(1), row.getString(2)),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getDouble(5),
                                row.getInt(6),
                                row.getDouble(7),
                                row.getString(8),
                                frequencies(row.getArray(9)),
                                row.getString(10),
                                null,
                                row.getString(11),
                                null,
                                null,
                                null,
                                null,
                                null));
            }
        }
        return columns;
    }

    private static @Nullable List<Double> frequencies(@Nullable Array array) throws SQLException {
        return array == null
                ? null
                : Arrays.stream((Float[]) array.getArray()).map(Float::doubleValue).toList();
    }
}
