package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What looks at schemas find, and how tables and indexes are reported with it. */
final class SchemaLookTest {
    private static final FiguresOptions LATELY =
            new FiguresOptions(null, Duration.ofHours(1), null);

    private TestDatabase kept;
    private TestDatabase shop;
    private Repository repository;

    @BeforeEach
    void open() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        shop = TestServers.freshDatabase(TestServers.NEWEST);
        shop.execute(
                        "CREATE EXTENSION pg_stat_statements",
                        "CREATE TABLE customers (id bigint PRIMARY KEY, name text)",
                        "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint"
                                + " REFERENCES customers, state int, note text)",
                        "CREATE TABLE order_items (id bigint PRIMARY KEY)",
                        "CREATE TABLE order_notes (id bigint PRIMARY KEY)",
                        "INSERT INTO customers SELECT i, i::text FROM generate_series(1, 100) i",
                        "INSERT INTO orders SELECT i, 1 + i % 100, i % 5, 'note ' || i / 2"
                                + " FROM generate_series(1, 80000) i",
                        "CREATE INDEX orders_note ON orders (note)",
                        "CREATE INDEX orders_note_again ON orders (note)",
                        "CREATE INDEX orders_state ON orders (state)",
                        "CREATE INDEX orders_state_note ON orders (state, note)",
                        "DELETE FROM orders WHERE id % 2 = 0")
                .vacuumed();
    }

    @AfterEach
    void close() {
        repository.close();
        shop.close();
        kept.close();
    }

    @Test
    void saysWhatIsWrongUntilItIsMended() {
        Watching watching = new Watching(repository, kept, settings(shop.user(), shop.password()));
        watching.await(ofShop("count(*) = 3", "schema_finding"));

        JsonNode indexes = indexes();
        assertThat(index(indexes, "orders_note_again").path("duplicateOf").asString())
                .isEqualTo("orders_note");
        assertThat(index(indexes, "orders_state").path("redundantWith").asString())
                .isEqualTo("orders_state_note");
        assertThat(index(indexes, "orders_pkey").path("findings")).isEmpty();
        JsonNode missing = table("orders").path("foreignKeysWithoutIndex").path(0);
        assertThat(missing.path("columns").path(0).asString()).isEqualTo("customer_id");
        assertThat(missing.path("references").asString()).isEqualTo("public.customers");
        assertThat(
                        figures()
                                .relations()
                                .indexes(LATELY, false)
                                .render(FiguresFormat.TEXT, Layout.PLAIN))
                .contains("duplicate index, " + shop.name() + " public.orders_note_again");

        shop.execute("DROP INDEX orders_note_again");
        watching.await(
                        ofShop(
                                "count(*) = 2 AND max(f.first_seen) < min(f.last_seen)",
                                "schema_finding"))
                .end();
        assertThat(watching.messages()).isEmpty();
    }

    @Test
    void estimatesBloatAndMeasuresGrowth() {
        Watching watching = new Watching(repository, kept, settings(shop.user(), shop.password()));
        watching.await(ofShop("count(*) >= 1", "bloat_estimate"));
        JsonNode before = table("orders");
        assertThat(before.path("bloatPercent").asDouble())
                .as(before.toString())
                .isCloseTo(50, within(5.0));
        JsonNode key = index(indexes(), "orders_pkey");
        assertThat(key.path("bloatPercent").asDouble())
                .as(key.toString())
                .isCloseTo(50, within(5.0));
        assertThat(table("customers").path("bloatMissing").asString()).isEqualTo("SMALL");
        shop.execute(
                "INSERT INTO orders SELECT i, 1, 1, repeat('x', 100)"
                        + " FROM generate_series(100001, 140000) i");
        String later = "count(*) FILTER (WHERE estimated_at > '%s') > 0".formatted(Instant.now());
        watching.await(ofShop(later, "bloat_estimate")).end();

        JsonNode orders = table("orders");
        assertThat(orders.path("growthBytes").asLong()).isGreaterThan(3_000_000);
        assertThat(orders.path("rowsWrittenPerSecond").asDouble()).isPositive();
        assertThat(index(indexes(), "orders_pkey").path("growthBytes").asLong()).isPositive();
        assertThat(watching.messages()).isEmpty();
    }

    @Test
    void tellsColumnsByTheirSelectivityAndTablesByTheirRole() {
        Watching watching = new Watching(repository, kept, settings(shop.user(), shop.password()));
        watching.await(
                        "(SELECT count(*) >= 3 FROM column_state c JOIN monitored_table t"
                                + " USING (instance_id, table_id) WHERE t.table_name LIKE '%order%')")
                .end();

        JsonNode columns = table("orders").path("columns");
        assertThat(columns)
                .extracting(column -> column.path("selectivityClass").asString())
                .containsExactly("HIGH", "LOW", "LOW", "HIGH");
        assertThat(table("order_items").path("group").asString()).isEqualTo("order");
        assertThat(table("customers").path("group").isNull()).isTrue();
        JsonNode groups = tables(false).path("groups");
        assertThat(groups)
                .filteredOn(group -> group.path("word").asString("").equals("order"))
                .filteredOn(group -> group.path("database").asString().equals(shop.name()))
                .singleElement()
                .satisfies(group -> assertThat(group.path("tables").asInt()).isEqualTo(3));
        assertThat(
                        figures()
                                .relations()
                                .tables(LATELY, false, true)
                                .render(FiguresFormat.TEXT, Layout.PLAIN))
                .contains("public order");

        String text =
                figures()
                        .relations()
                        .table(LATELY, shop.name() + ".public.orders")
                        .render(FiguresFormat.TEXT, Layout.PLAIN);
        assertThat(text)
                .contains("customer_id bigint", "orders_state_note", "foreign key without index")
                .containsPattern("0\\.\\d+ +low");
        assertThatThrownBy(() -> figures().relations().table(LATELY, "nothing"))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("no table nothing is known");
    }

    @Test
    void saysThatARoleWithoutSelectSeesNoStatistics() {
        shop.execute("CREATE ROLE schema_reader LOGIN PASSWORD 'reader' IN ROLE pg_monitor");
        try {
            Watching watching = new Watching(repository, kept, settings("schema_reader", "reader"));
            watching.await(ofShop("count(*) = 3", "schema_finding")).end();

            assertThat(table("orders").path("bloatMissing").asString()).isEqualTo("NOT_READABLE");
            assertThat(table("orders").path("columns").path(0).path("selectivity").isNull())
                    .isTrue();
            assertThat(
                            figures()
                                    .relations()
                                    .table(LATELY, "orders")
                                    .render(FiguresFormat.TEXT, Layout.PLAIN))
                    .contains("GRANT pg_read_all_data");
        } finally {
            shop.execute("DROP ROLE schema_reader");
        }
    }

    @Test
    void leavesOutItsOwnTables() {
        Watching watching = new Watching(repository, kept, settings(shop.user(), shop.password()));
        watching.await("(SELECT count(*) > 40 FROM monitored_table WHERE is_ours)")
                .await("(SELECT count(*) > 40 FROM column_state)")
                .end();

        assertThat(tables(false).toString()).contains("order_items").doesNotContain("app_user");
        assertThat(tables(true).toString()).contains("app_user");
        assertThat(indexes().toString()).doesNotContain("app_user");
    }

    /** A condition on the rows of the shop in a table; the server has other databases, too. */
    private String ofShop(String condition, String table) {
        return """
                (SELECT %s FROM %s f JOIN monitored_database d USING (instance_id, database_id)
                  WHERE d.database_name = '%s')
                """
                .formatted(condition, table, shop.name());
    }

    private Figures figures() {
        return new Figures(repository);
    }

    private ConnectionSettings settings(String role, String password) {
        return ConnectionSettings.to(shop.host(), shop.port(), role, shop.name(), password);
    }

    private JsonNode tables(boolean withOurs) {
        return new JsonMapper()
                .readTree(
                        figures()
                                .relations()
                                .tables(LATELY, withOurs, false)
                                .render(FiguresFormat.JSON, Layout.PLAIN));
    }

    private JsonNode indexes() {
        return new JsonMapper()
                .readTree(
                        figures()
                                .relations()
                                .indexes(LATELY, false)
                                .render(FiguresFormat.JSON, Layout.PLAIN));
    }

    private JsonNode table(String name) {
        return named(tables(false).path("tables"), name);
    }

    private JsonNode index(JsonNode indexes, String name) {
        return named(indexes.path("indexes"), name);
    }

    private JsonNode named(JsonNode all, String name) {
        for (JsonNode one : all) {
            if (List.of(shop.name(), name)
                    .equals(
                            List.of(
                                    one.path("database").asString(),
                                    one.path("name").asString()))) {
                return one;
            }
        }
        throw new AssertionError("no " + name + " in " + all);
    }
}
