package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Hash and GiST indexes on the twin have about the size of ones that are built. */
final class HashAndGistSizesTest {
    private static final QualifiedName BOOKINGS = new QualifiedName("public", "bookings");

    /** How a GiST splits its pages depends on the order and the overlap of rows. */
    private static final Map<String, Double> TOLERANCE = Map.of("hash", 0.15, "gist", 0.5);

    private static final List<String> STATEMENTS = List.of("SELECT id FROM bookings");

    private static final List<IndexDefinition> INDEXES =
            List.of(
                    index("hash", "id"),
                    index("hash", "guest"),
                    index("hash", "room"),
                    index("gist", "stay"),
                    index("gist", "seats"),
                    index("gist", "place"));

    private static IndexDefinition index(String method, String column) {
        return new IndexDefinition(
                BOOKINGS,
                method,
                List.of(IndexDefinition.Key.ascending(column)),
                List.of(),
                List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {14, TestServers.NEWEST})
    void sizesAreThoseOfBuiltIndexes(int major) throws SQLException {
        try (TestDatabase database = bookings(major)) {
            Snapshot snapshot = TwinFixture.snapshot(database, STATEMENTS);
            try (Twin twin = TwinFixture.twin(snapshot, major, STATEMENTS)) {
                for (IndexDefinition definition : INDEXES) {
                    Offer.Made made = (Offer.Made) twin.offer(List.of(definition)).getFirst();
                    database.execute("CREATE INDEX candidate " + definition.sqlAfterName());
                    assertThat(
                                    (double) made.index().size().count()
                                            / TwinFixture.sizeOf(database, "candidate"))
                            .as(definition.shownAfterName())
                            .isCloseTo(1, within(TOLERANCE.get(definition.method())));
                    database.execute("DROP INDEX candidate");
                }
            }
        }
    }

    private static TestDatabase bookings(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        """
                        CREATE TABLE bookings (
                            id int, guest int, room int, stay daterange, seats int4range, place point)
                        """,
                        """
                        INSERT INTO bookings
                        SELECT n, hashint4(n) & 8191, n % 300,
                               daterange(day, day + 1 + n % 14), int4range(seat, seat + 3),
                               point(hashint4(n) % 1000, hashint4(n + 1) % 1000)
                          FROM (SELECT n, '2024-01-01'::date + n % 1500 AS day, hashint4(n) & 65535 AS seat
                                  FROM generate_series(1, 200000) AS n) AS drawn
                        """,
                        "VACUUM ANALYZE bookings");
    }
}
