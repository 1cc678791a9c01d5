package org.pgwright.sizes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.sizes.FreshSize.Reason;
import org.pgwright.snapshot.Schema;
import org.pgwright.snapshot.SchemaReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Estimates beside what VACUUM FULL and REINDEX really make of tables with dead rows. */
final class FreshSizesTest {
    /** Of pages, or two; docs/collecting.md states it. */
    private static final double TOLERANCE = 0.1;

    private static final String READER_PASSWORD = "reader-secret";

    private static final String[] TABLES = {
        """
        CREATE TABLE numbers (id bigint PRIMARY KEY, small smallint, flag boolean, day date)
        """,
        "INSERT INTO numbers SELECT i, i % 7, i % 2 = 0, date '2026-01-01' + i % 900"
                + " FROM generate_series(1, 40000) i",
        "CREATE INDEX numbers_day ON numbers (day)",
        "CREATE INDEX numbers_small ON numbers (small)",
        "CREATE INDEX numbers_both ON numbers (small, id) WITH (fillfactor = 60)",
        "CREATE INDEX numbers_some ON numbers (day) WHERE flag",
        """
        CREATE TABLE texts (id integer, name text, dropped text, code varchar(40), note text)
        WITH (fillfactor = 70)
        """,
        "INSERT INTO texts SELECT i, repeat('n', 3 + i % 31), 'gone', md5(i::text),"
                + " CASE WHEN i % 4 = 0 THEN repeat('x', i % 180) END FROM generate_series(1, 40000) i",
        "ALTER TABLE texts DROP COLUMN dropped",
        "CREATE INDEX texts_name ON texts (name)",
        "CREATE INDEX texts_code ON texts (code)",
        "CREATE INDEX texts_upper ON texts (upper(code))",
        "CREATE UNIQUE INDEX texts_id ON texts (id) INCLUDE (name)",
        "CREATE INDEX texts_note ON texts (note)",
        "CREATE INDEX texts_hashed ON texts USING hash (id)",
        "CREATE TABLE emptied (id integer PRIMARY KEY)",
        "INSERT INTO emptied SELECT generate_series(1, 20000)",
        // Dead rows all over, and what they leave behind.
        "DELETE FROM numbers WHERE id % 5 < 3",
        "DELETE FROM texts WHERE id % 2 = 0",
        "DELETE FROM emptied",
    };

    @ParameterizedTest
    @ValueSource(ints = {14, TestServers.NEWEST})
    void knowsTheSizesThatTablesAndIndexesHaveOnceTheyAreWrittenAnew(int major)
            throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute(TABLES).vacuumed();
            Map<String, FreshSize> estimates = estimates(read(settings(database)));
            Map<String, Long> before = sizes(database);

            database.execute("VACUUM FULL");
            Map<String, Long> after = sizes(database);

            assertThat(estimates.remove("texts_hashed"))
                    .isEqualTo(new FreshSize.Unknown(Reason.OTHER_METHOD));
            Map<String, String> seen = new LinkedHashMap<>();
            estimates.forEach(
                    (name, estimate) ->
                            seen.put(
                                    name,
                                    "%s, before %d, after %d"
                                            .formatted(
                                                    estimate, before.get(name), after.get(name))));
            assertThat(estimates)
                    .as(seen.toString())
                    .allSatisfy(
                            (name, estimate) ->
                                    assertThat(pages(estimate))
                                            .as(name)
                                            .isCloseTo(
                                                    of(after, name),
                                                    within(tolerance(of(after, name)))));
            assertThat(pages(of(estimates, "emptied"))).isZero();
            assertThat(of(before, "numbers")).isGreaterThan(2 * of(after, "numbers"));
        }
    }

    @Test
    void isNotMisledByCountsThatArriveAfterVacuum() throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            // All in one session, whose counts come after those of its VACUUM.
            database.execute(
                    "CREATE TABLE numbers (id integer)",
                    "INSERT INTO numbers SELECT generate_series(1, 20000)",
                    "DELETE FROM numbers WHERE id % 4 > 0",
                    "VACUUM ANALYZE numbers");
            FreshSize estimate = of(estimates(read(settings(database))), "numbers");
            database.execute("VACUUM FULL");

            assertThat(pages(estimate)).isCloseTo(of(sizes(database), "numbers"), within(2L));
        }
    }

    @Test
    void saysWhyItDoesNotKnow() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute(
                    "CREATE TABLE hidden (id bigint, note text)",
                    "INSERT INTO hidden SELECT i, i::text FROM generate_series(1, 1000) i",
                    "CREATE INDEX hidden_note ON hidden (note)",
                    "ANALYZE hidden",
                    "CREATE TABLE fresh (id bigint)",
                    "INSERT INTO fresh SELECT generate_series(1, 1000)",
                    "CREATE ROLE sizes_reader LOGIN IN ROLE pg_monitor PASSWORD '%s'"
                            .formatted(READER_PASSWORD));
            try {
                Map<String, FreshSize> estimates =
                        estimates(
                                read(
                                        ConnectionSettings.to(
                                                database.host(),
                                                database.port(),
                                                "sizes_reader",
                                                database.name(),
                                                READER_PASSWORD)));
                assertThat(estimates)
                        .containsEntry("hidden", new FreshSize.Unknown(Reason.NOT_READABLE))
                        .containsEntry("hidden_note", new FreshSize.Unknown(Reason.NOT_READABLE))
                        .containsEntry("fresh", new FreshSize.Unknown(Reason.NOT_ANALYZED));
            } finally {
                database.execute("DROP ROLE sizes_reader");
            }
        }
    }

    private static long tolerance(long pages) {
        return Math.max(2, Math.round(TOLERANCE * pages));
    }

    private static Schema read(ConnectionSettings settings) {
        try (TargetReader reader = TargetReader.open(settings);
                ReadTransaction transaction = reader.begin()) {
            return SchemaReader.read(transaction);
        }
    }

    private static Map<String, FreshSize> estimates(Schema schema) {
        CatalogLookup catalog = new CatalogLookup(schema.catalog());
        FreshSizes sizes = new FreshSizes(catalog, schema.layouts());
        Map<String, FreshSize> estimates = new HashMap<>();
        schema.catalog().tables().forEach(t -> estimates.put(t.name().name(), sizes.of(t)));
        schema.catalog().indexes().forEach(i -> estimates.put(i.name().name(), sizes.of(i)));
        return estimates;
    }

    private static <T> T of(Map<String, T> all, String name) {
        T one = all.get(name);
        if (one == null) {
            throw new AssertionError("nothing is known of " + name);
        }
        return one;
    }

    private static long pages(FreshSize estimate) {
        return switch (estimate) {
            case FreshSize.Known known -> known.size().count() / 8192;
            case FreshSize.Unknown unknown -> throw new AssertionError(unknown.toString());
        };
    }

    private static Map<String, Long> sizes(TestDatabase database) throws SQLException {
        Map<String, Long> sizes = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT relname, pg_relation_size(oid) / 8192 FROM pg_class"
                                        + " WHERE relnamespace = 'public'::regnamespace")) {
            while (row.next()) {
                sizes.put(row.getString(1), row.getLong(2));
            }
        }
        return sizes;
    }

    private static ConnectionSettings settings(TestDatabase database) {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }
}
