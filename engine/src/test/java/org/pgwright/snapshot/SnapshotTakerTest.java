package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;

final class SnapshotTakerTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void readsEverythingThatTheShopHas(int major) {
        try (Shop shop = Shop.on(major)) {
            Snapshot snapshot = shop.snapshot();
            Catalog catalog = snapshot.catalog();

            assertThat(catalog.server().major()).isEqualTo(major);
            assertThat(catalog.server().systemIdentifier()).matches("\\d+");
            assertThat(catalog.server().settings())
                    .containsEntry("effective_cache_size", "4194304kB")
                    .containsEntry("work_mem", "4096kB")
                    .containsEntry("log_min_duration_statement", "-1")
                    .containsEntry("random_page_cost", "4")
                    .doesNotContainKey("primary_conninfo");
            assertThat(catalog.database().name()).isEqualTo(shop.database().name());
            assertThat(catalog.schemas()).containsExactly("Sales", "ext", "public");
            readsTables(catalog);
            readsIndexes(catalog);
            readsTypes(catalog);
            readsDefinitions(catalog);
            readsStatistics(catalog, major);
            assertThat(snapshot.gaps()).isEmpty();
        }
    }

    @Test
    void readsVirtualColumnsAndUnenforcedConstraintsOf18() {
        try (Shop shop = Shop.on(18)) {
            shop.database()
                    .execute(
                            "CREATE TABLE new_things (a int, twice int GENERATED ALWAYS AS (a * 2)"
                                    + " VIRTUAL, CHECK (a > 0) NOT ENFORCED)",
                            "CREATE TABLE free (o bigint REFERENCES orders DEFERRABLE NOT ENFORCED)");

            Catalog catalog = shop.snapshot().catalog();

            Table table = table(catalog, "public", "new_things");
            assertThat(column(table, "twice").generation()).isEqualTo("(a * 2)");
            assertThat(column(table, "a").generation()).isNull();
            assertThat(catalog.constraints())
                    .filteredOn(constraint -> constraint.table().equals(table.name()))
                    .singleElement()
                    .satisfies(
                            constraint ->
                                    assertThat(constraint.definition())
                                            .isEqualTo("CHECK ((a > 0)) NOT ENFORCED"));
            assertThat(catalog.constraints())
                    .filteredOn(constraint -> !constraint.isEnforced())
                    .extracting(constraint -> constraint.table().name())
                    .containsExactly("free", "new_things");
        }
    }

    @Test
    void readsAnEmptyDatabase() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            Snapshot snapshot = new Shop(database).snapshot();

            assertThat(snapshot.catalog().tables()).isEmpty();
            assertThat(snapshot.catalog().schemas()).containsExactly("public");
            assertThat(SchemaFingerprint.of(snapshot.catalog())).hasSize(64);
        }
    }

    private static void readsTables(Catalog catalog) {
        Table customer = table(catalog, "Sales", "Customer");
        assertThat(customer.columns())
                .extracting(Table.Column::name, Table.Column::type)
                .contains(
                        tuple("email", "\"Sales\".email"),
                        tuple("c", "ext.citext"),
                        tuple("addr", "public.address"),
                        tuple("tags", "text[]"));
        assertThat(column(customer, "Id").identity()).isTrue();
        assertThat(column(customer, "name").collation()).isEqualTo(name("public", "german"));
        assertThat(column(customer, "email").collation()).isNull();
        Table orders = table(catalog, "public", "orders");
        assertThat(orders.rowSecurity()).isTrue();
        assertThat(orders.size().pages()).isEqualTo(orders.size().recordedPages()).isPositive();
        assertThat(orders.size().recordedRows()).isEqualTo(20_000);
        assertThat(orders.size().allVisiblePages()).isPositive();
        assertThat(table(catalog, "public", "odd").columns())
                .extracting(Table.Column::name)
                .containsExactly("a\"b", "ünï", "z");
        Table event = table(catalog, "public", "event");
        assertThat(event.kind()).isEqualTo(Table.Kind.PARTITIONED);
        assertThat(event.partitionKey()).isEqualTo("RANGE (at)");
        assertThat(event.size().pages()).isZero();
        Table middle = table(catalog, "public", "event_2024");
        assertThat(middle.parents()).containsExactly(event.name());
        assertThat(middle.partitionKey()).isEqualTo("LIST (k)");
        assertThat(middle.partitionBound())
                .isEqualTo("FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')");
        assertThat(table(catalog, "public", "child").parents())
                .containsExactly(name("public", "parent"));
        assertThat(table(catalog, "public", "scratch").persistence())
                .isEqualTo(Table.Persistence.UNLOGGED);
        assertThat(table(catalog, "public", "per_customer").kind())
                .isEqualTo(Table.Kind.MATERIALIZED_VIEW);
        assertThat(table(catalog, "public", "far").kind()).isEqualTo(Table.Kind.FOREIGN);
    }

    private static void readsIndexes(Catalog catalog) {
        Index byCustomer = index(catalog, "public", "by_customer");
        assertThat(byCustomer.keys())
                .extracting(Index.Key::column)
                .containsExactly("customer", "at");
        assertThat(byCustomer.keys().get(1).descending()).isTrue();
        assertThat(byCustomer.keys().get(1).nullsFirst()).isFalse();
        assertThat(byCustomer.include()).containsExactly("total");
        assertThat(byCustomer.height()).isEqualTo(1);
        assertThat(index(catalog, "public", "bad \"name").height()).isZero();
        assertThat(index(catalog, "public", "by_hash").height()).isNull();
        assertThat(byCustomer.pages()).isPositive();
        Index lower = index(catalog, "Sales", "Lower Name");
        assertThat(lower.predicate()).isEqualTo("(st = 'paid'::\"Sales\".status)");
        assertThat(lower.keys().getFirst().column()).isNull();
        assertThat(lower.keys().getFirst().expression()).isEqualTo("\"Sales\".lower2(name)");
        assertThat(lower.keys().getFirst().operatorClass())
                .isEqualTo(name("pg_catalog", "text_pattern_ops"));
        assertThat(lower.keys().getFirst().collation()).isEqualTo(name("pg_catalog", "C"));
        assertThat(index(catalog, "Sales", "by_trigram").keys().getFirst().operatorClass())
                .isEqualTo(name("ext", "gin_trgm_ops"));
        assertThat(index(catalog, "public", "event_at").partitioned()).isTrue();
        assertThat(index(catalog, "public", "event_2024_low_at_k_idx").parent())
                .isEqualTo(name("public", "event_2024_at_k_idx"));
        assertThat(index(catalog, "public", "orders_pkey").constraint()).isEqualTo("orders_pkey");
        assertThat(index(catalog, "public", "by_time").method()).isEqualTo("brin");
    }

    private static void readsTypes(Catalog catalog) {
        assertThat(catalog.types())
                .extracting(TypeDefinition::name)
                .containsExactly(
                        name("Sales", "email"),
                        name("Sales", "status"),
                        name("public", "address"),
                        name("public", "floatrange"));
        assertThat(catalog.types().get(0))
                .isEqualTo(
                        new TypeDefinition.Domain(
                                name("Sales", "email"), "text", name("pg_catalog", "C")));
        assertThat(catalog.types().get(1))
                .isEqualTo(
                        new TypeDefinition.Enumeration(
                                name("Sales", "status"), List.of("new", "paid", "it's \"odd\"")));
        assertThat(((TypeDefinition.Composite) catalog.types().get(2)).attributes().get(1))
                .isEqualTo(
                        new TypeDefinition.Attribute(
                                "zip", "character varying(5)", name("pg_catalog", "C")));
        assertThat(catalog.types().get(3))
                .isEqualTo(
                        new TypeDefinition.Range(
                                name("public", "floatrange"),
                                "double precision",
                                name("public", "floatmultirange")));
        assertThat(catalog.collations()).hasSize(2);
        assertThat(catalog.collations().getFirst().locale()).isEqualTo("de");
        assertThat(catalog.extensions()).extracting(e -> e.schema()).contains("ext", "public");
    }

    private static void readsDefinitions(Catalog catalog) {
        assertThat(catalog.functions())
                .extracting(function -> function.name().name())
                .containsExactlyInAnyOrder("lower2", "zip_of", "total_of", "nothing");
        assertThat(catalog.views())
                .extracting(view -> view.name().name())
                .containsExactly("large", "with_email");
        assertThat(catalog.views().getFirst().relations())
                .containsExactly(name("public", "with_email"));
        assertThat(catalog.views().get(1).relations())
                .containsExactly(name("Sales", "Customer"), name("public", "orders"));
        assertThat(catalog.views().get(1).definition()).contains("FROM (public.orders o");
        assertThat(catalog.policies()).hasSize(2);
        assertThat(catalog.constraints())
                .filteredOn(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .singleElement()
                .satisfies(
                        key -> {
                            assertThat(key.columns()).containsExactly("customer");
                            assertThat(key.referencedColumns()).containsExactly("Id");
                            assertThat(key.definition()).contains("\"Sales\".\"Customer\"(\"Id\")");
                        });
    }

    private static void readsStatistics(Catalog catalog, int major) {
        assertThat(catalog.columnStatistics())
                .filteredOn(s -> s.relation().equals(name("public", "orders")))
                .hasSize(6);
        assertThat(catalog.columnStatistics())
                .filteredOn(s -> s.relation().equals(name("Sales", "Lower Name")))
                .singleElement()
                .satisfies(s -> assertThat(s.column()).isEqualTo("lower2"));
        assertThat(catalog.columnStatistics())
                .filteredOn(
                        s ->
                                s.relation().equals(name("public", "parent"))
                                        && s.column().equals("a"))
                .extracting(s -> s.inherited())
                .containsExactly(false, true);
        assertThat(catalog.columnStatistics())
                .filteredOn(s -> s.column().equals("r"))
                .allSatisfy(
                        s -> assertThat(s.rangeBoundsHistogram() != null).isEqualTo(major >= 17));
        assertThat(catalog.extendedStatistics())
                .filteredOn(s -> s.name().name().equals("of_columns"))
                .singleElement()
                .satisfies(
                        s -> {
                            assertThat(s.distinct()).matches("[0-9a-f]+");
                            assertThat(s.dependencies()).matches("[0-9a-f]+");
                            assertThat(s.mostCommon()).matches("[0-9a-f]+");
                        });
    }

    private static Table table(Catalog catalog, String schema, String name) {
        return catalog.tables().stream()
                .filter(table -> table.name().equals(name(schema, name)))
                .findFirst()
                .orElseThrow();
    }

    private static Table.Column column(Table table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Index index(Catalog catalog, String schema, String name) {
        return catalog.indexes().stream()
                .filter(index -> index.name().equals(name(schema, name)))
                .findFirst()
                .orElseThrow();
    }

    private static QualifiedName name(String schema, String name) {
        return new QualifiedName(schema, name);
    }
}
