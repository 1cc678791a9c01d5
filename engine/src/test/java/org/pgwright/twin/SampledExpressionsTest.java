package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.SampleTaker;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.WantedSamples;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * With samples, an index on an expression is planned as it will be once it is built and analysed.
 */
final class SampledExpressionsTest {
    private static final QualifiedName EVENTS = new QualifiedName("public", "events");

    /** An expression, and statements that ask for it: for common and rare values and for ranges. */
    private record Case(String expression, List<String> statements) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            "lower(email)",
                            List.of(
                                    "SELECT * FROM events WHERE lower(email) = 'user77@example.org'",
                                    "SELECT * FROM events WHERE lower(email) IN ('user1@example.org', 'user2@example.org')",
                                    "SELECT id FROM events ORDER BY lower(email) LIMIT 20")),
                    new Case(
                            "payload ->> 'kind'::text",
                            List.of(
                                    "SELECT id FROM events WHERE payload ->> 'kind' = 'kind1'",
                                    "SELECT id FROM events WHERE payload ->> 'kind' = 'kind19'",
                                    "SELECT payload ->> 'kind', count(*) FROM events GROUP BY 1")),
                    new Case(
                            "(payload ->> 'n'::text)::integer",
                            List.of(
                                    "SELECT id FROM events WHERE (payload ->> 'n')::int > 4990",
                                    "SELECT id FROM events WHERE (payload ->> 'n')::int BETWEEN 100 AND 130")),
                    new Case(
                            "date_trunc('day'::text, at)",
                            List.of(
                                    "SELECT count(*) FROM events WHERE date_trunc('day', at) = timestamp '2026-02-03'",
                                    "SELECT count(*) FROM events WHERE date_trunc('day', at) >= timestamp '2026-04-11'")));

    private static List<String> statements() {
        return CASES.stream().flatMap(example -> example.statements().stream()).toList();
    }

    /** So few rows that ANALYZE reads them all, as the sample does: both know the same. */
    private static final int READ_WHOLE = 29_000;

    private static TestDatabase events(int major, int rows) {
        return TestServers.freshDatabase(major)
                .execute(
                        "CREATE TABLE events (id int PRIMARY KEY, email text, payload jsonb, at timestamp)",
                        """
                        INSERT INTO events
                        SELECT n, 'User' || (n * 7919::bigint %% 30000) || '@Example.org',
                               jsonb_build_object('kind', 'kind' || floor(sqrt(n %% 400)), 'n', n * 31::bigint %% 5000),
                               timestamp '2026-01-01' + n * interval '1 minute'
                          FROM generate_series(1, %d) AS n
                        """
                                .formatted(rows),
                        "VACUUM ANALYZE events");
    }

    private static ConnectionSettings settings(TestDatabase database) {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }

    /** Completes the snapshot as the twin finds desirable, which the twin learns. */
    private static Snapshot sampled(TestDatabase database, Snapshot snapshot, Twin twin) {
        List<TableReference> references =
                snapshot.workload().statements().stream()
                        .flatMap(statement -> twin.references(statement).stream())
                        .toList();
        WantedSamples wanted = WantedSamples.of(snapshot.catalog(), references);
        try (TargetReader reader = TargetReader.open(settings(database))) {
            Snapshot complete = SampleTaker.take(reader, snapshot, wanted, Progress.NONE);
            twin.learn(complete.catalog().samples());
            return complete;
        }
    }

    private static IndexDefinition definition(String expression) {
        return new IndexDefinition(
                EVENTS,
                "btree",
                List.of(IndexDefinition.Key.computed(expression)),
                List.of(),
                List.of());
    }

    private static HypotheticalIndex offered(Twin twin, String expression) {
        Offer offer = twin.offer(List.of(definition(expression))).getFirst();
        assertThat(offer).isInstanceOf(Offer.Made.class);
        return ((Offer.Made) offer).index();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void anIndexOnAnExpressionIsPlannedAsOnceItIsBuilt(int major) throws SQLException {
        try (TestDatabase database = events(major, READ_WHOLE)) {
            Snapshot snapshot = TwinFixture.snapshot(database, statements());
            try (Twin twin = TwinFixture.twin(snapshot, major, statements())) {
                Snapshot complete = sampled(database, snapshot, twin);
                assertThat(complete.catalog().samples().expressions()).hasSameSizeAs(CASES);
                for (Case example : CASES) {
                    HypotheticalIndex index = offered(twin, example.expression());
                    database.execute(
                            "CREATE INDEX candidate ON events ((%s))"
                                    .formatted(example.expression()),
                            "ANALYZE events");
                    assertThat((double) index.size().count() / size(database))
                            .as("size of " + example.expression())
                            .isCloseTo(1, within(0.05));
                    for (String statement : example.statements()) {
                        assertSamePlan(database, twin, index, statement);
                    }
                    database.execute("DROP INDEX candidate");
                }
            }
        }
    }

    private static void assertSamePlan(
            TestDatabase database, Twin twin, HypotheticalIndex index, String statement) {
        Plan plan =
                twin.plan(TwinFixture.plannable(statement), Configuration.of(List.of(index.id())));
        Plan real = TwinFixture.realPlan(database, twin, statement);
        assertThat(plan.rows()).as("rows of " + statement).isEqualTo(real.rows());
        assertThat(plan.totalCost() / real.totalCost())
                .as("cost of " + statement)
                .isCloseTo(1, within(0.02));
    }

    /** ANALYZE draws other rows each time; the sample never does, so that this is no game. */
    @Test
    void theRowsOfALargeTableAreEstimatedWell() {
        try (TestDatabase database = events(TestServers.NEWEST, 150_000)) {
            Snapshot snapshot = TwinFixture.snapshot(database, statements());
            try (Twin twin = TwinFixture.twin(snapshot, TestServers.NEWEST, statements())) {
                var unused = sampled(database, snapshot, twin);
                assertThat(rows(twin, 0, 0)).isCloseTo(5, within(2.0));
                assertThat(rows(twin, 1, 0)).isCloseTo(1_125, within(150.0));
                assertThat(rows(twin, 1, 1)).isCloseTo(14_625, within(700.0));
                assertThat(rows(twin, 2, 0)).isCloseTo(270, within(50.0));
            }
        }
    }

    private static double rows(Twin twin, int example, int statement) {
        HypotheticalIndex index = offered(twin, CASES.get(example).expression());
        return twin.plan(
                        TwinFixture.plannable(CASES.get(example).statements().get(statement)),
                        Configuration.of(List.of(index.id())))
                .rows();
    }

    private static long size(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet row =
                        connection
                                .createStatement()
                                .executeQuery("SELECT pg_relation_size('candidate')")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aTwinOfTheCompletedSnapshotPlansTheSame() {
        try (TestDatabase database = events(TestServers.NEWEST, READ_WHOLE)) {
            Snapshot snapshot = TwinFixture.snapshot(database, statements());
            try (Twin twin = TwinFixture.twin(snapshot, TestServers.NEWEST, statements())) {
                Snapshot complete = sampled(database, snapshot, twin);
                try (Twin other = TwinFixture.twin(complete, TestServers.NEWEST, statements())) {
                    assertThat(other.catalog()).isEqualTo(twin.catalog());
                    for (Case example : CASES) {
                        HypotheticalIndex index = offered(twin, example.expression());
                        assertThat(offered(other, example.expression())).isEqualTo(index);
                        for (String statement : example.statements()) {
                            Configuration with = Configuration.of(List.of(index.id()));
                            assertThat(other.plan(TwinFixture.plannable(statement), with))
                                    .isEqualTo(twin.plan(TwinFixture.plannable(statement), with));
                        }
                    }
                }
            }
        }
    }

    @Test
    void drawsTheValuesOfParametersFromTheSample() {
        String statement = "SELECT id FROM events WHERE payload ->> 'kind' = $1";
        try (TestDatabase database = events(TestServers.NEWEST, READ_WHOLE)) {
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(statement));
            try (Twin twin = TwinFixture.twin(snapshot, TestServers.NEWEST, List.of(statement))) {
                var unused = sampled(database, snapshot, twin);
                Analyzed analyzed =
                        (Analyzed) twin.analyze(snapshot.workload().statements().getFirst());
                assertThat(analyzed.texts())
                        .isNotEmpty()
                        .allSatisfy(
                                text ->
                                        assertThat(text.text())
                                                .containsPattern("= 'kind\\d+'::text"));
            }
        }
    }

    @Test
    void partitionsThatWereNotSampledAreLikeTheLargest() {
        String statement = "SELECT * FROM visits WHERE lower(who) = 'v7'";
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute("CREATE TABLE visits (at int, who text) PARTITION BY LIST (at)");
            for (int part = 1; part <= 5; part++) {
                database.execute(
                        "CREATE TABLE visits_%1$d PARTITION OF visits FOR VALUES IN (%1$d)"
                                .formatted(part),
                        "INSERT INTO visits SELECT %1$d, 'V' || n %% 50 FROM generate_series(1, %1$d * 2000) AS n"
                                .formatted(part));
            }
            database.execute("ANALYZE");
            Snapshot snapshot = TwinFixture.snapshot(database, List.of(statement));
            try (Twin twin = TwinFixture.twin(snapshot, TestServers.NEWEST, List.of(statement))) {
                var unused = sampled(database, snapshot, twin);
                IndexDefinition definition =
                        definition("lower(who)").on(new QualifiedName("public", "visits"));
                Offer offer = twin.offer(List.of(definition)).getFirst();
                assertThat(offer).isInstanceOf(Offer.Made.class);
                Plan plan =
                        twin.plan(
                                TwinFixture.plannable(statement),
                                Configuration.of(List.of(((Offer.Made) offer).index().id())));
                assertThat(plan.rows()).isCloseTo(600, within(60.0));
            }
        }
    }
}
