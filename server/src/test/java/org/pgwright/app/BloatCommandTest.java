package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;

final class BloatCommandTest {
    private static final String MAJORS = "org.pgwright.testing.TestServers#MAJORS";

    @TempDir private Path home;
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = made(TestServers.NEWEST);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Three of four rows are gone; what they leave is free, and the index's leaves are emptied. */
    private static TestDatabase made(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
                        "INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, 20000) i",
                        "CREATE INDEX \"Odd \"\"name\" ON orders (note)",
                        "CREATE TABLE full_table (id bigint)",
                        "INSERT INTO full_table SELECT generate_series(1, 20000)",
                        "DELETE FROM orders WHERE id % 4 > 0")
                .vacuumed();
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void measuresTablesWithTheirIndexes(int major) {
        try (TestDatabase on = made(major)) {
            on.execute("CREATE SCHEMA \"Ext ensions\"")
                    .execute("CREATE EXTENSION pgstattuple SCHEMA \"Ext ensions\"");
            JsonNode measured = json(on, "orders", "--format", "json");

            JsonNode table = measured.path("tables").path(0);
            assertThat(table.path("rows").asLong()).isCloseTo(5_000, within(50L));
            assertThat(table.path("wastedPercent").asDouble()).isBetween(60.0, 80.0);
            assertThat(measured.path("indexes"))
                    .extracting(index -> index.path("name").asString())
                    .containsExactly("Odd \"name", "orders_pkey");
            assertThat(measured.path("indexes"))
                    .allSatisfy(
                            index -> {
                                assertThat(index.path("leafDensityPercent").asDouble())
                                        .isBetween(10.0, 60.0);
                                assertThat(index.path("bloat").asString()).isEqualTo("HIGH");
                            });
        }
    }

    @Test
    void estimatesWhatMeasuringFinds() {
        database.execute("CREATE EXTENSION pgstattuple");
        JsonNode estimates = json(database, "--format", "json").path("estimates");
        JsonNode worst = estimates.path(0);
        JsonNode measured = json(database, "orders", "--format", "json").path("tables").path(0);

        assertThat(worst.path("table").asString()).isEqualTo("orders");
        assertThat(worst.path("bloatPercent").asDouble())
                .isCloseTo(measured.path("wastedPercent").asDouble(), within(10.0));
        assertThat(estimates)
                .filteredOn(one -> one.path("table").asString().equals("full_table"))
                .singleElement()
                .satisfies(
                        one ->
                                assertThat(one.path("bloatPercent").asDouble())
                                        .isCloseTo(0, within(2.0)));
    }

    @Test
    void tellsPeopleInTables() {
        database.execute("CREATE EXTENSION pgstattuple");
        CommandLineFixture.Ending measured = run(database, "orders_pkey", "full_table");
        assertThat(measured.err()).isEmpty();
        assertThat(measured.out())
                .containsPattern("leaves full +bloat +B-tree")
                .containsPattern("high +public.orders_pkey on public.orders")
                .containsPattern("0\\.\\d % .* public.full_table");

        CommandLineFixture.Ending estimated = run(database, "--top", "1");
        assertThat(estimated.code()).isZero();
        assertThat(estimated.out())
                .contains("bloat by estimates", "public.orders")
                .doesNotContain("full_table");
    }

    @Test
    void saysInASentenceWhatIsMissing() {
        assertThat(run(database, "orders"))
                .satisfies(
                        ending -> {
                            assertThat(ending.code()).isEqualTo(2);
                            assertThat(ending.err())
                                    .contains("pgstattuple is not installed")
                                    .contains("CREATE EXTENSION pgstattuple");
                        });
        database.execute("CREATE EXTENSION pgstattuple");
        assertThat(run(database, "nothing").err()).contains("there is no table or B-tree nothing");
        database.execute("CREATE SCHEMA other", "CREATE TABLE other.orders (id bigint)");
        assertThat(run(database, "orders").err()).contains("several").contains("schema.name");
        assertThat(run(database, "other.orders").code()).isZero();
        assertThat(new CommandLineFixture(home).run("bloat", "orders").err())
                .contains("no server is named");
    }

    @Test
    void saysWhichRightsARoleLacks() {
        database.execute(
                "CREATE EXTENSION pgstattuple",
                "CREATE ROLE bloat_reader LOGIN PASSWORD 'reader'",
                "GRANT CONNECT ON DATABASE %s TO bloat_reader".formatted(database.name()));
        try {
            CommandLineFixture reader =
                    fixture(database).with("PGUSER", "bloat_reader").with("PGPASSWORD", "reader");
            assertThat(reader.run("bloat", "-d", database.name(), "orders").err())
                    .contains("may not run the functions of pgstattuple")
                    .contains("GRANT pg_stat_scan_tables");
            assertThat(reader.run("bloat", "-d", database.name()).out())
                    .contains("may not see")
                    .contains("pg_read_all_data");
            database.execute("GRANT pg_monitor TO bloat_reader");
            assertThat(reader.run("bloat", "-d", database.name(), "orders").code()).isZero();
        } finally {
            database.execute("DROP OWNED BY bloat_reader", "DROP ROLE bloat_reader");
        }
    }

    private CommandLineFixture fixture(TestDatabase on) {
        return new CommandLineFixture(home).on(on);
    }

    private CommandLineFixture.Ending run(TestDatabase on, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "bloat";
        all[1] = "-d";
        all[2] = on.name();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return fixture(on).run(all);
    }

    private JsonNode json(TestDatabase on, String... arguments) {
        CommandLineFixture.Ending ending = run(on, arguments);
        assertThat(ending.err()).isEmpty();
        return new JsonMapper().readTree(ending.out());
    }
}
