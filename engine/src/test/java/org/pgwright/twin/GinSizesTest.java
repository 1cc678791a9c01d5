package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.KeySample;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.SampleTaker;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.WantedSamples;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.SQLException;
import java.util.List;

/** A GIN index on the twin has the size and the costs of one that is built. */
final class GinSizesTest {
    private static final QualifiedName SHAPES = new QualifiedName("public", "shapes");

    /**
     * @param column its name, or an expression in parentheses
     * @param operatorClass null for the default
     * @param condition that the index serves
     */
    private record Case(String column, @Nullable QualifiedName operatorClass, String condition) {
        IndexDefinition definition() {
            IndexDefinition.Key key =
                    column.startsWith("(")
                            ? IndexDefinition.Key.computed(column.substring(1, column.length() - 1))
                            : IndexDefinition.Key.ascending(column);
            return new IndexDefinition(
                    SHAPES, "gin", List.of(key.by(operatorClass)), List.of(), List.of());
        }

        String statement() {
            return "SELECT id FROM shapes WHERE " + condition;
        }
    }

    private static QualifiedName builtIn(String operatorClass) {
        return new QualifiedName("pg_catalog", operatorClass);
    }

    private static final List<Case> CASES =
            List.of(
                    new Case("settings", null, "settings @> '{\"mode\": \"m3\"}'"),
                    new Case(
                            "settings",
                            builtIn("jsonb_path_ops"),
                            "settings @> '{\"mode\": \"m3\"}'"),
                    new Case("event", null, "event @> '{\"user\": {\"id\": 77}}'"),
                    new Case(
                            "event",
                            builtIn("jsonb_path_ops"),
                            "event @> '{\"user\": {\"id\": 77}}'"),
                    new Case("tags", null, "tags @> ARRAY['t7']"),
                    new Case("friends", null, "friends @> ARRAY[77]"),
                    new Case("words", null, "words @@ 'w77'::tsquery"),
                    new Case(
                            "(to_tsvector('simple'::regconfig, body))",
                            null,
                            "to_tsvector('simple', body) @@ 'w77'::tsquery"),
                    new Case(
                            "name",
                            new QualifiedName("ext", "gin_trgm_ops"),
                            "name LIKE '%erson 77%'"));

    private static TestDatabase shapes(int major, int rows) {
        return TestServers.freshDatabase(major)
                .execute(
                        "CREATE SCHEMA ext",
                        "CREATE EXTENSION pg_trgm SCHEMA ext",
                        """
                        CREATE TABLE shapes (
                            id int PRIMARY KEY, settings jsonb, event jsonb, tags text[],
                            friends int[], words tsvector, body text, name text)
                        """,
                        """
                        INSERT INTO shapes
                        SELECT n,
                               jsonb_build_object('mode', 'm' || n %% 7, 'size', n %% 90, 'on', n %% 2 = 0),
                               jsonb_build_object(
                                   'user', jsonb_build_object('id', hashint4(n) %% 20000, 'name', 'u' || n),
                                   'items', jsonb_build_array(n %% 300, 'i' || n %% 11, NULL),
                                   'total', n * 1.10),
                               CASE WHEN n %% 10 > 2 THEN
                                   ARRAY['t' || n %% 13, 't' || (hashint4(n) & 255), 'common'] END,
                               (SELECT array_agg(abs(hashint4(n * 31 + f)) %% 50000)
                                  FROM generate_series(1, n %% 8) AS f),
                               (SELECT string_agg('w' || floor(power((abs(hashint4(n * 17 + w)) %% 1000) / 1000.0, 3) * 9000), ' ')
                                  FROM generate_series(1, 25) AS w)::tsvector,
                               'the w' || n %% 500 || ' of w' || abs(hashint4(n)) %% 30000,
                               'Person ' || n * 7919::bigint %% 60000
                          FROM generate_series(1, %d) AS n
                        """
                                .formatted(rows),
                        "VACUUM ANALYZE shapes");
    }

    private static List<String> statements() {
        return CASES.stream().map(Case::statement).toList();
    }

    private static ConnectionSettings settings(TestDatabase database) {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }

    private static Snapshot sampled(TestDatabase database, Snapshot snapshot, Twin twin) {
        List<TableReference> references =
                snapshot.workload().statements().stream()
                        .flatMap(statement -> twin.references(statement).stream())
                        .toList();
        WantedSamples wanted = WantedSamples.of(snapshot.catalog(), references);
        try (TargetReader reader = TargetReader.open(settings(database))) {
            return SampleTaker.take(reader, snapshot, wanted, Progress.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"14, 20000", "18, 100000"})
    void anIndexHasTheSizeAndTheCostsOfABuiltOne(int major, int rows) throws SQLException {
        try (TestDatabase database = shapes(major, rows)) {
            Snapshot snapshot = TwinFixture.snapshot(database, statements());
            try (Twin twin = TwinFixture.twin(snapshot, major, statements())) {
                Snapshot complete = sampled(database, snapshot, twin);
                assertThat(complete.gaps()).isEqualTo(snapshot.gaps());
                assertThat(complete.catalog().samples().keys())
                        .extracting(KeySample::column)
                        .hasSameSizeAs(CASES);
                twin.learn(complete.catalog().samples());
                for (Case example : CASES) {
                    HypotheticalIndex index = offered(twin, example.definition());
                    database.execute(
                            "CREATE INDEX candidate " + example.definition().sqlAfterName());
                    String shown = example.definition().shownAfterName();
                    assertThat(
                                    (double) index.size().count()
                                            / TwinFixture.sizeOf(database, "candidate"))
                            .as("size of " + shown)
                            .isCloseTo(1, within(0.25));
                    assertThat(cost(twin, index, example) / realCost(database, twin, example))
                            .as("cost by " + shown)
                            .isCloseTo(1, within(0.5));
                    database.execute("DROP INDEX candidate");
                }
            }
        }
    }

    /** The planner charges whole pages of the trees, so that small differences show as steps. */
    private static double cost(Twin twin, HypotheticalIndex index, Case example) {
        return twin.plan(
                        TwinFixture.plannable(example.statement()),
                        Configuration.of(List.of(index.id())))
                .totalCost();
    }

    private static double realCost(TestDatabase database, Twin twin, Case example) {
        return TwinFixture.realPlan(database, twin, example.statement()).totalCost();
    }

    private static HypotheticalIndex offered(Twin twin, IndexDefinition definition) {
        Offer offer = twin.offer(List.of(definition)).getFirst();
        assertThat(offer).as(definition.shownAfterName()).isInstanceOf(Offer.Made.class);
        return ((Offer.Made) offer).index();
    }
}
