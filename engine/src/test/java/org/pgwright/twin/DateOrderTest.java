package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;
import java.util.Map;

final class DateOrderTest {
    private static final String QUERY = "SELECT * FROM visits WHERE day < '03/04/2026'";

    @ParameterizedTest
    @ValueSource(strings = {"SQL, DMY", "German", "Postgres, European"})
    void readsDatesInTheOrderOfTheDatabase(String style) {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            assertReads(visits(database, style), QUERY);
        }
    }

    @Test
    void readsDatesInTheOrderOfTheServersConfiguration() {
        EmbeddedOptions european =
                EmbeddedOptions.temporary(
                                TestServers.installations().ofMajor(TestServers.NEWEST),
                                TestServers.cache())
                        .with(Map.of("DateStyle", "SQL, DMY"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(european)) {
            for (String stored : List.of("", "Postgres", "ISO, YMD")) {
                TestDatabase database = visits(inside(server), stored);
                String order = stored.contains("YMD") ? "2026/04/03" : "03/04/2026";
                assertReads(database, QUERY.replace("03/04/2026", order));
                database.execute("DROP TABLE visits");
            }
        }
    }

    private static TestDatabase inside(EmbeddedPostgres server) {
        return new TestDatabase(
                server,
                "postgres",
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                server.superuserPassword());
    }

    private static void assertReads(TestDatabase database, String query) {
        try (Twin twin = TwinFixture.twin(database, List.of(query))) {
            Plan plan = twin.plan(TwinFixture.plannable(query), Configuration.EXISTING);
            String unambiguous = "SELECT * FROM visits WHERE day < '2026-04-03'";
            Plan real = TwinFixture.realPlan(database, twin, unambiguous);
            assertThat(twin.problems()).isEmpty();
            assertThat(plan.totalCost()).isEqualTo(real.totalCost());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SQL, DMY | ISO, DMY",
                "ISO, YMD | ISO, YMD",
                "mdy | ISO, MDY",
                "German, MDY | ISO, MDY",
                "german | ISO, DMY",
                "SQL | ISO"
            })
    void keepsTheOrderButNotTheStyle(String style, String given) {
        assertThat(PlannerSettings.value("DateStyle", style)).isEqualTo(given);
        assertThat(PlannerSettings.value("search_path", style)).isEqualTo(style);
    }

    private static TestDatabase visits(TestDatabase database, String style) {
        if (!style.isEmpty()) {
            database.execute("ALTER DATABASE " + database.name() + " SET datestyle = " + style);
        }
        return database.execute(
                "CREATE TABLE visits (day date NOT NULL)",
                "INSERT INTO visits SELECT date '2026-01-01' + g % 365"
                        + " FROM generate_series(1, 50000) g",
                "CREATE INDEX ON visits (day)",
                "VACUUM ANALYZE visits");
    }
}
