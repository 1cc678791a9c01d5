package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.ColumnEnds;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The smallest and largest values of columns, and what reading them costs the server. */
final class SnapshotEndsTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void readsTheEndsOfIndexedColumnsOfMentionedTables(int major) {
        try (Shop shop = Shop.on(major)) {
            shop.database()
                    .execute(
                            "CREATE INDEX ON event_2024_rest (v)",
                            "CREATE UNIQUE INDEX ON \"Sales\".\"Customer\" (st, \"Id\")",
                            "CREATE INDEX ON \"Sales\".\"Customer\" (addr)",
                            "ANALYZE \"Sales\".\"Customer\", event_2024_rest")
                    .executeCounted(
                            "SET enable_seqscan = off",
                            "SET enable_bitmapscan = off",
                            "SET enable_indexonlyscan = off",
                            "SELECT at FROM orders WHERE id = 1",
                            "SELECT at FROM orders WHERE customer > 2999",
                            "SELECT v FROM event WHERE at = '2024-12-30'",
                            "SELECT addr FROM \"Sales\".\"Customer\" WHERE \"Id\" = 1",
                            "SELECT addr FROM \"Sales\".\"Customer\" WHERE email = 'a1@x'",
                            "SELECT addr FROM \"Sales\".\"Customer\" WHERE st = 'new'",
                            "SELECT st FROM \"Sales\".\"Customer\" WHERE addr IS NULL");
            List<ColumnEnds> ends =
                    shop.snapshot(ofTexts("SELECT * FROM with_email", "TABLE event"))
                            .catalog()
                            .columnEnds();

            assertThat(ends)
                    .contains(
                            new ColumnEnds(name("public", "orders"), "id", "1", "20000"),
                            new ColumnEnds(name("public", "orders"), "customer", "1", "3000"),
                            new ColumnEnds(
                                    name("public", "event_2024_rest"),
                                    "at",
                                    "2024-01-01",
                                    "2024-12-30"))
                    .noneMatch(e -> e.table().name().equals("odd"))
                    // its table has an index on a function of the user's
                    .noneMatch(e -> e.table().name().equals("Customer"));
            shop.database().execute("DROP INDEX \"Sales\".\"Lower Name\"");
            assertThat(
                            shop.snapshot(ofTexts("SELECT 1 FROM \"Sales\".\"Customer\""))
                                    .catalog()
                                    .columnEnds())
                    .extracting(ColumnEnds::column, ColumnEnds::minimum, ColumnEnds::maximum)
                    .containsExactlyInAnyOrder(
                            tuple("Id", "1", "3000"),
                            tuple("email", "a1000@x", "a9@x"),
                            tuple("st", "new", "paid"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void doesNotMakeAnIndexLookUsedThatNeverWasNotEvenAUniqueOne(int major) {
        try (Shop shop = Shop.on(major)) {
            shop.database()
                    .execute(
                            "CREATE TABLE stock (used int, half int, never int UNIQUE)",
                            "INSERT INTO stock SELECT i, i, i FROM generate_series(1, 9000) AS i",
                            "CREATE INDEX ON stock (used)",
                            "CREATE INDEX ON stock (half)",
                            "ANALYZE stock")
                    .executeCounted(
                            "SET enable_seqscan = off",
                            "SELECT never FROM stock WHERE used = 1",
                            "SELECT never FROM stock WHERE half = 1",
                            "CREATE INDEX stock_second ON stock (half) WHERE never > 0");
            SnapshotRequest request = ofTexts("SELECT * FROM stock WHERE never > 8999");

            assertThat(shop.snapshot(request).catalog().columnEnds())
                    .containsExactly(new ColumnEnds(name("public", "stock"), "used", "1", "9000"));

            shop.database().executeCounted();
            assertThat(shop.snapshot(request).catalog().indexes())
                    .filteredOn(index -> index.table().name().equals("stock"))
                    .filteredOn(index -> index.usage().scans() == 0)
                    .extracting(index -> index.name().name())
                    .containsExactly("stock_never_key", "stock_second");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void takesAFewPlacesInPgStatStatementsHoweverManyTablesThereAre(int major) throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute("CREATE EXTENSION pg_stat_statements");
            Shop shop = new Shop(database);
            makeTables(database, 1, 5);
            int few = placesTaken(shop);
            makeTables(database, 6, 90);

            assertThat(placesTaken(shop)).isEqualTo(few).isLessThan(60);

            assertThat(shop.snapshot().workload().skipped())
                    .extracting(Workload.Skipped::query)
                    .noneMatch(query -> query.contains("savepoint"));
        }
    }

    private static void makeTables(TestDatabase database, int from, int to) {
        String each =
                """
                DO $$ BEGIN FOR i IN %d..%d LOOP
                    EXECUTE format('CREATE TABLE t%%s AS SELECT 1 AS a', i);
                    EXECUTE format('CREATE INDEX ON t%%s (a)', i);
                    EXECUTE format('SELECT FROM t%%s WHERE a = 1', i);
                END LOOP; END $$
                """
                        .formatted(from, to);
        database.executeCounted("SET enable_seqscan = off", each);
    }

    /** With the ends of one column a table. */
    private static int placesTaken(Shop shop) throws SQLException {
        String tables =
                IntStream.rangeClosed(1, 90)
                        .mapToObj(i -> "t" + i)
                        .collect(Collectors.joining(", "));
        shop.database().execute("SELECT pg_stat_statements_reset()");
        Snapshot snapshot = shop.snapshot(ofTexts("SELECT FROM " + tables));
        assertThat(snapshot.catalog().columnEnds()).hasSameSizeAs(snapshot.catalog().tables());
        try (Connection connection = shop.database().connect();
                ResultSet row =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT count(*) FROM pg_stat_statements WHERE dbid ="
                                                + " (SELECT oid FROM pg_database WHERE datname ="
                                                + " current_database())")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static SnapshotRequest ofTexts(String... texts) {
        List<Statement> statements =
                List.of(texts).stream()
                        .map(
                                text ->
                                        new Statement(
                                                text,
                                                NormalizedText.hash(text),
                                                null,
                                                1,
                                                Duration.ZERO,
                                                -1,
                                                null,
                                                "test"))
                        .toList();
        return SnapshotRequest.everything("test").withWorkload(new Workload(statements, List.of()));
    }

    private static QualifiedName name(String schema, String name) {
        return new QualifiedName(schema, name);
    }
}
