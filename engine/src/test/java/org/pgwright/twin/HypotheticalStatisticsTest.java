package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.PairSample;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Samples;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.SampleTaker;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.WantedSamples;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.SQLException;
import java.util.List;

/**
 * Columns that hang together are planned as they will be once the server has statistics of them.
 */
final class HypotheticalStatisticsTest {
    private static final String BOTH = "SELECT * FROM places WHERE zip = 77 AND city = 7";
    private static final String PARAMETERS =
            "SELECT * FROM places WHERE zip = $1 AND city = ANY ($2) AND id > 0";
    private static final String GROUPED =
            "SELECT zip, city, count(*) FROM places GROUP BY zip, city";
    private static final List<String> STATEMENTS = List.of(BOTH, PARAMETERS, GROUPED);

    /** So few rows that ANALYZE reads them all, as the sample does: both know the same. */
    private static final int ROWS = 29_000;

    /** The zip decides the city in all rows, the city the zip in none; the kind has no say. */
    private static TestDatabase places(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        """
                        CREATE TYPE kind AS ENUM ('a', 'b');
                        CREATE TABLE places (id int PRIMARY KEY, kind kind, zip int, city int NOT NULL, note json)
                        """,
                        """
                        INSERT INTO places
                        SELECT n, CASE n %% 2 WHEN 0 THEN 'a' ELSE 'b' END::kind, nullif(n %% 1000, 13), n %% 1000 / 10, '{}'
                          FROM generate_series(1, %d) AS n
                        """
                                .formatted(ROWS),
                        "VACUUM ANALYZE places");
    }

    private static Samples sampled(TestDatabase database, Snapshot snapshot, Twin twin) {
        List<TableReference> references =
                snapshot.workload().statements().stream()
                        .flatMap(statement -> twin.references(statement).stream())
                        .toList();
        ConnectionSettings settings =
                ConnectionSettings.to(
                        database.host(),
                        database.port(),
                        database.user(),
                        database.name(),
                        database.password());
        try (TargetReader reader = TargetReader.open(settings)) {
            WantedSamples wanted = WantedSamples.of(snapshot.catalog(), references);
            return SampleTaker.take(reader, snapshot, wanted, Progress.NONE).catalog().samples();
        }
    }

    private static List<PlannableStatement> plannable() {
        return List.of(
                TwinFixture.plannable(BOTH),
                PlannableStatement.generic(PARAMETERS, 2),
                TwinFixture.plannable(GROUPED));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void theyArePlannedAsOnceTheServerKnowsThem(int major) throws SQLException {
        try (TestDatabase database = places(major)) {
            Snapshot snapshot = TwinFixture.snapshot(database, STATEMENTS);
            try (Twin twin = TwinFixture.twin(snapshot, major, STATEMENTS)) {
                PairSample pair = sampled(database, snapshot, twin).pairs().getFirst();
                assertThat(pair.first()).isEqualTo("zip");
                assertThat(pair.second()).isEqualTo("city");
                assertThat(pair.rows()).isEqualTo(ROWS);
                assertThat(pair.distinct()).isEqualTo(1_000);
                assertThat(pair.firstDecides()).isEqualTo(1);
                assertThat(pair.secondDecides()).isEqualTo(0);

                List<Plan> known =
                        twin.plansKnowing(pair, plannable(), Configuration.EXISTING).orElseThrow();
                List<Plan> before =
                        plannable().stream()
                                .map(text -> twin.plan(text, Configuration.EXISTING))
                                .toList();
                database.execute(
                        "CREATE STATISTICS of_both (dependencies, ndistinct) ON zip, city FROM places",
                        "ANALYZE places");
                assertSamePlan(known.getFirst(), TwinFixture.realPlan(database, twin, BOTH));
                assertSamePlan(known.getLast(), TwinFixture.realPlan(database, twin, GROUPED));
                assertThat(known.get(1).rows()).isGreaterThan(5 * before.get(1).rows());
                assertThat(before.getFirst().rows()).isLessThan(2);
                assertThat(known.getFirst().rows()).isCloseTo(29, within(2.0));
            }
        }
    }

    private static void assertSamePlan(Plan plan, Plan real) {
        assertThat(plan.rows()).isEqualTo(real.rows());
        assertThat(plan.totalCost() / real.totalCost()).isCloseTo(1, within(0.02));
    }

    @Test
    void itIsForgottenAgainAlsoWhereAStatementCannotBePlanned() {
        try (TestDatabase database = places(TestServers.NEWEST)) {
            Snapshot snapshot = TwinFixture.snapshot(database, STATEMENTS);
            try (Twin twin = TwinFixture.twin(snapshot, TestServers.NEWEST, STATEMENTS)) {
                PairSample pair =
                        new PairSample(
                                new QualifiedName("public", "places"), "zip", "city", 9, 9, 1, 0);
                Plan before = twin.plan(TwinFixture.plannable(BOTH), Configuration.EXISTING);
                for (int round = 0; round < 2; round++) {
                    assertThatThrownBy(
                                    () ->
                                            twin.plansKnowing(
                                                    pair,
                                                    List.of(
                                                            TwinFixture.plannable(
                                                                    "SELECT nothing")),
                                                    Configuration.EXISTING))
                            .hasMessageContaining("nothing");
                    assertThat(twin.plan(TwinFixture.plannable(BOTH), Configuration.EXISTING))
                            .isEqualTo(before);
                }
            }
        }
    }

    @Test
    void onlyPairsThatStatisticsCouldHelpAreLookedAt() {
        try (TestDatabase database = places(TestServers.NEWEST)) {
            database.execute(
                    "CREATE STATISTICS known ON kind, city FROM places",
                    "CREATE SCHEMA odd",
                    "CREATE TYPE odd.word AS (text text)",
                    "CREATE TABLE few (a int, b int)",
                    "CREATE TABLE parted (a int, b int) PARTITION BY LIST (a)",
                    "CREATE TABLE part PARTITION OF parted DEFAULT",
                    "CREATE TABLE foreign_types (a int, b odd.word)",
                    "INSERT INTO parted SELECT n % 10, n % 10 FROM generate_series(1, 5000) n",
                    "INSERT INTO foreign_types SELECT n % 10, ROW('x')::odd.word FROM generate_series(1, 5000) n",
                    "INSERT INTO few SELECT n, n FROM generate_series(1, 900) n",
                    "ANALYZE");
            List<String> statements =
                    List.of(
                            "SELECT 1 FROM places WHERE id = 1 AND zip = 2",
                            "SELECT 1 FROM places WHERE kind = 'a' AND city = 2",
                            "SELECT 1 FROM places WHERE kind = 'a' AND zip > 2",
                            "SELECT 1 FROM places WHERE kind = 'a' OR zip = 2",
                            "SELECT 1 FROM few WHERE a = 1 AND b = 1",
                            "SELECT 1 FROM parted WHERE a = 1 AND b = 1",
                            "SELECT 1 FROM foreign_types WHERE a = 1 AND b = ROW('x')::odd.word",
                            "SELECT 1 FROM places WHERE kind = 'a' AND zip IN (2, 3)");
            Snapshot snapshot = TwinFixture.snapshot(database, statements);
            try (Twin twin = TwinFixture.twin(snapshot, TestServers.NEWEST, statements)) {
                assertThat(sampled(database, snapshot, twin).pairs())
                        .extracting(PairSample::first, PairSample::second)
                        .containsExactly(tuple("kind", "zip"));
            }
        }
    }
}
