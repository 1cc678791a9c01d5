package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Expression;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.Workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a sample tells of an expression is what ANALYZE would record once it is indexed. */
final class SampleTakerTest {
    private static final QualifiedName SMALL = new QualifiedName("public", "small");

    private static final QualifiedName LARGE = new QualifiedName("public", "large");

    private static final List<Expression> EXPRESSIONS =
            List.of(
                    new Expression("lower(name)", "text", List.of("name"), true),
                    new Expression("payload ->> 'kind'::text", "text", List.of("payload"), true),
                    new Expression(
                            "(payload ->> 'n'::text)::integer",
                            "integer",
                            List.of("payload"),
                            true),
                    new Expression("id % 7", "integer", List.of("id"), true),
                    new Expression("id + 1", "integer", List.of("id"), true),
                    new Expression(
                            "date_trunc('day'::text, at)",
                            "timestamp without time zone",
                            List.of("at"),
                            true),
                    new Expression("COALESCE(rare, '-'::text)", "text", List.of("rare"), true),
                    new Expression("upper(rare)", "text", List.of("rare"), true));

    /** Rows of which the expressions are of all kinds: unique, common, skewed, null, in order. */
    private static TestDatabase database(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        """
                        CREATE TABLE small (id int, name text, payload jsonb, at timestamp, rare text)
                        """,
                        "CREATE TABLE large (LIKE small)",
                        """
                        INSERT INTO small
                        SELECT n, 'Person ' || (n * 7919 % 6000),
                               jsonb_build_object('kind', 'k' || floor(sqrt(n % 400)), 'n', n % 9000),
                               timestamp '2026-01-01' + n * interval '10 minutes',
                               CASE WHEN n % 10 = 0 THEN 'r' || n % 50 END
                          FROM generate_series(1, 12000) AS n
                        """,
                        """
                        INSERT INTO large
                        SELECT n, 'Person ' || (n * 7919::bigint % 60000),
                               jsonb_build_object('kind', 'k' || floor(sqrt(n % 400)), 'n', n % 9000),
                               timestamp '2026-01-01' + n * interval '1 minute',
                               CASE WHEN n % 10 = 0 THEN 'r' || n % 50 END
                          FROM generate_series(1, 200000) AS n
                        """,
                        "ANALYZE");
    }

    private static TableReference reference(QualifiedName table, List<Expression> expressions) {
        return new TableReference(
                table,
                0,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                expressions);
    }

    private static ConnectionSettings settings(TestDatabase database) {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }

    private static Snapshot sampled(
            TestDatabase database, SnapshotRequest request, TableReference... references) {
        try (TargetReader reader = TargetReader.open(settings(database))) {
            Snapshot snapshot =
                    SnapshotTaker.take(
                            reader,
                            request.withWorkload(new Workload(List.of(), List.of())),
                            Progress.NONE);
            WantedSamples wanted = WantedSamples.of(snapshot.catalog(), Arrays.asList(references));
            return SampleTaker.take(reader, snapshot, wanted, Progress.NONE);
        }
    }

    private static Snapshot sampled(TestDatabase database, TableReference... references) {
        return sampled(database, SnapshotRequest.everything("test"), references);
    }

    /** Indexes each expression, and reads what ANALYZE then records of them. */
    private static List<ColumnStatistics> analyzed(TestDatabase database, QualifiedName table) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS.size(); i++) {
            statements.add(
                    "CREATE INDEX by_%d ON %s ((%s))"
                            .formatted(i, table.name(), EXPRESSIONS.get(i).sql()));
        }
        statements.add("ANALYZE " + table.name());
        database.execute(statements.toArray(String[]::new));
        return recorded(database);
    }

    /** What is recorded of the expressions once ANALYZE has read all rows, none by chance. */
    private static List<ColumnStatistics> analyzedWhole(
            TestDatabase database, QualifiedName table) {
        database.execute("SET default_statistics_target = 1000", "ANALYZE " + table.name());
        return recorded(database);
    }

    private static List<ColumnStatistics> recorded(TestDatabase database) {
        try (TargetReader reader = TargetReader.open(settings(database))) {
            Snapshot snapshot =
                    SnapshotTaker.take(
                            reader,
                            SnapshotRequest.everything("test")
                                    .withWorkload(new Workload(List.of(), List.of())),
                            Progress.NONE);
            return snapshot.catalog().columnStatistics().stream()
                    .filter(statistics -> statistics.relation().name().startsWith("by_"))
                    .toList();
        }
    }

    private static ColumnStatistics of(Snapshot snapshot, String expression) {
        return snapshot.catalog().samples().expressions().stream()
                .filter(statistics -> statistics.column().equals(expression))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void isExactlyWhatAnalyzeRecordsOfATableThatIsReadWhole(int major) {
        try (TestDatabase database = database(major)) {
            Snapshot snapshot = sampled(database, reference(SMALL, EXPRESSIONS));

            assertThat(snapshot.gaps()).isEmpty();
            List<ColumnStatistics> analyzed = analyzed(database, SMALL);
            for (int i = 0; i < EXPRESSIONS.size(); i++) {
                String expression = EXPRESSIONS.get(i).sql();
                ColumnStatistics actual = of(snapshot, expression);
                ColumnStatistics expected = analyzed.get(i);
                assertThat(actual.relation()).isEqualTo(SMALL);
                assertThat(actual.distinct())
                        .as(expression)
                        .isCloseTo(expected.distinct(), within(1e-6));
                assertThat(actual.nullFraction()).isCloseTo(expected.nullFraction(), within(1e-6));
                assertThat(actual.mostCommonValues())
                        .as(expression)
                        .isEqualTo(expected.mostCommonValues());
                assertThat(actual.histogramBounds())
                        .as(expression)
                        .isEqualTo(expected.histogramBounds());
                assertThat(Objects.requireNonNull(actual.correlation()))
                        .as(expression)
                        .isCloseTo(Objects.requireNonNull(expected.correlation()), within(1e-4));
                // A short text has a head of one byte in a row, and of four while it is computed.
                assertThat(actual.averageWidth())
                        .as(expression)
                        .isBetween(expected.averageWidth() - 3, expected.averageWidth());
            }
        }
    }

    @Test
    void isCloseToWhatAnalyzeRecordsOfALargeTable() {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            Snapshot snapshot = sampled(database, reference(LARGE, EXPRESSIONS));

            List<ColumnStatistics> analyzed = analyzed(database, LARGE);
            List<ColumnStatistics> whole = analyzedWhole(database, LARGE);
            for (int i = 0; i < EXPRESSIONS.size(); i++) {
                String expression = EXPRESSIONS.get(i).sql();
                ColumnStatistics actual = of(snapshot, expression);
                ColumnStatistics expected = whole.get(i);
                assertThat(actual.distinctAmong(200_000))
                        .as(expression)
                        .isCloseTo(expected.distinctAmong(200_000), withinPercentage(15));
                assertThat(actual.nullFraction()).isCloseTo(expected.nullFraction(), within(0.02));
                // How many it records depends on its target, which is that of a sample.
                assertThat(commonValues(actual))
                        .as(expression)
                        .isCloseTo(commonValues(analyzed.get(i)), within(30));
                assertThat(Objects.requireNonNull(actual.correlation()))
                        .as(expression)
                        .isCloseTo(Objects.requireNonNull(expected.correlation()), within(0.05));
            }
        }
    }

    private static int commonValues(ColumnStatistics statistics) {
        List<Double> frequencies = statistics.mostCommonFrequencies();
        return frequencies == null ? 0 : frequencies.size();
    }

    @Test
    void isTheSameEachTime() {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            TableReference reference = reference(LARGE, EXPRESSIONS);
            assertThat(sampled(database, reference).catalog().samples())
                    .isEqualTo(sampled(database, reference).catalog().samples());
        }
    }

    @Test
    void holdsNoValuesWhereNoneAreWanted() {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            Snapshot snapshot =
                    sampled(
                            database,
                            SnapshotRequest.everything("test").withoutValues(),
                            reference(SMALL, EXPRESSIONS));

            assertThat(snapshot.catalog().samples().expressions())
                    .hasSameSizeAs(EXPRESSIONS)
                    .allSatisfy(
                            statistics -> {
                                assertThat(statistics.distinct()).isNotZero();
                                assertThat(statistics.mostCommonValues()).isNull();
                                assertThat(statistics.histogramBounds()).isNull();
                            });
        }
    }

    @Test
    void survivesTheFile(@TempDir Path folder) {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            Snapshot snapshot = sampled(database, reference(SMALL, EXPRESSIONS));
            Path file = folder.resolve("shop.snapshot");
            SnapshotFile.write(snapshot, file);
            assertThat(SnapshotFile.read(file)).isEqualTo(snapshot);
        }
    }

    @Test
    void samplesTheLargestPartitionsForAll() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            database.execute("CREATE TABLE event (at int, kind text) PARTITION BY LIST (at)");
            for (int part = 1; part <= 5; part++) {
                database.execute(
                        "CREATE TABLE event_%1$d PARTITION OF event FOR VALUES IN (%1$d)"
                                .formatted(part),
                        "INSERT INTO event SELECT %1$d, 'K' || n FROM generate_series(1, %1$d * 1000) AS n"
                                .formatted(part));
            }
            database.execute("ANALYZE event");
            Expression expression = new Expression("lower(kind)", "text", List.of("kind"), true);

            Snapshot snapshot =
                    sampled(
                            database,
                            reference(new QualifiedName("public", "event"), List.of(expression)));

            assertThat(snapshot.catalog().samples().expressions())
                    .extracting(statistics -> statistics.relation().name())
                    .containsExactly("event_3", "event_4", "event_5");
        }
    }

    @Test
    void tellsWhereAnExpressionFails() {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            Expression failing = new Expression("name::integer", "integer", List.of("name"), true);

            Snapshot snapshot = sampled(database, reference(SMALL, List.of(failing)));

            assertThat(snapshot.catalog().samples().isEmpty()).isTrue();
            assertThat(snapshot.gaps())
                    .singleElement()
                    .satisfies(
                            gap -> {
                                assertThat(gap.subject()).isEqualTo("public.small");
                                assertThat(gap.effect())
                                        .contains("name::integer fails on some of its rows")
                                        .doesNotContain("Person");
                            });
        }
    }

    @Test
    void runsNoCodeButPostgresOwn() {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            database.execute(
                    """
                    CREATE FUNCTION snap(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
                    $$ BEGIN IF current_setting('application_name') = 'pgwright'
                       THEN RAISE 'sprung' USING errcode = '08006'; END IF; RETURN $1; END $$
                    """,
                    "CREATE TABLE trap AS SELECT * FROM small",
                    "CREATE INDEX ON trap (at) WHERE snap(1) = 1",
                    "CREATE TABLE checked (LIKE small, CHECK (snap(1) = 1))",
                    "INSERT INTO checked SELECT * FROM small",
                    "ALTER DATABASE %s SET constraint_exclusion = on".formatted(database.name()),
                    "ANALYZE");
            Expression safe = new Expression("id % 7", "integer", List.of("id"), true);
            Expression foreign = new Expression("snap(id)", "integer", List.of("id"), false);

            Snapshot snapshot =
                    sampled(
                            database,
                            reference(new QualifiedName("public", "trap"), List.of(safe)),
                            reference(SMALL, List.of(foreign)),
                            reference(new QualifiedName("public", "checked"), List.of(safe)));

            assertThat(snapshot.gaps()).isEmpty();
            assertThat(snapshot.catalog().samples().expressions())
                    .extracting(ColumnStatistics::relation)
                    .containsExactly(new QualifiedName("public", "checked"));
        }
    }

    @Test
    void readsNoTableThatTheRoleMayNotReadWhole() {
        try (TestDatabase database = database(TestServers.NEWEST)) {
            String role = "sampler_" + database.name();
            database.execute(
                    "CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(role),
                    "GRANT SELECT (id) ON small TO " + role,
                    "GRANT SELECT ON large TO " + role,
                    "CREATE TABLE hidden AS SELECT * FROM small",
                    "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                    "GRANT SELECT ON hidden TO " + role,
                    "ANALYZE hidden");
            Expression expression = new Expression("id % 7", "integer", List.of("id"), true);
            List<TableReference> references =
                    List.of(
                            reference(SMALL, List.of(expression)),
                            reference(LARGE, List.of(expression)),
                            reference(new QualifiedName("public", "hidden"), List.of(expression)));
            Snapshot snapshot = sampled(database, reference(LARGE, List.of()));
            ConnectionSettings settings =
                    ConnectionSettings.to(
                            database.host(), database.port(), role, database.name(), "secret");
            try (TargetReader reader = TargetReader.open(settings)) {
                WantedSamples wanted = WantedSamples.of(snapshot.catalog(), references);
                assertThat(wanted.expressions()).hasSize(3);

                Snapshot complete = SampleTaker.take(reader, snapshot, wanted, Progress.NONE);

                assertThat(complete.catalog().samples().expressions())
                        .extracting(ColumnStatistics::relation)
                        .containsExactly(LARGE);
            }
            database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    void takesNothingForAnExpressionThatIsMore() {
        Query query = new Query("test.expression", "SELECT ({expression}) FROM {table}");

        assertThat(
                        query.withNamesAndExpression(
                                        Map.of("table", "t"), "a ? '{table} ?' AND (b)")
                                .sql())
                .isEqualTo("SELECT (a ?? '{table} ?' AND (b)) FROM \"t\"");
        for (String more : List.of("a) FROM b; SELECT (c", "a -- b", "$1", "'a", "(a")) {
            assertThatThrownBy(() -> query.withNamesAndExpression(Map.of("table", "t"), more))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
