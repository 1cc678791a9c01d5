package org.pgwright.advisor.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.catalog.CatalogBuilder.btree;
import static org.pgwright.catalog.CatalogBuilder.name;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.nio.charset.StandardCharsets;
import java.util.List;

final class IndexBuildsTest {
    private final CatalogBuilder catalog =
            new CatalogBuilder()
                    .table("orders", 100_000, "id bigint", "customer_id bigint")
                    .table("Order Lines", 100_000, "Order Id bigint")
                    .index(btree("idx_orders_id", "orders", "id"));

    private IndexBuilds builds() {
        return new IndexBuilds(new CatalogLookup(catalog.build()));
    }

    private static IndexDefinition on(String table, String... columns) {
        return IndexDefinition.btree(name(table), List.of(columns));
    }

    @Test
    void namesSayTableAndColumns() {
        assertThat(builds().build(on("orders", "customer_id", "id")).statements())
                .containsExactly(
                        "CREATE INDEX CONCURRENTLY idx_orders_customer_id_id ON public.orders"
                                + " (customer_id, id)");
    }

    @Test
    void aTakenNameGetsANumber() {
        IndexBuilds builds = builds();
        assertThat(builds.build(on("orders", "id")).name()).isEqualTo("idx_orders_id_2");
        assertThat(builds.build(on("orders", "id")).name()).isEqualTo("idx_orders_id_3");
    }

    @Test
    void aNameTakenInAnotherSchemaIsFree() {
        IndexDefinition elsewhere =
                IndexDefinition.btree(new QualifiedName("archive", "orders"), List.of("id"));
        assertThat(builds().build(elsewhere).name()).isEqualTo("idx_orders_id");
    }

    @Test
    void mixedCaseIsQuoted() {
        assertThat(builds().build(on("Order Lines", "Order Id")).definition())
                .isEqualTo(
                        "CREATE INDEX CONCURRENTLY \"idx_Order Lines_Order Id\" ON public.\"Order"
                                + " Lines\" (\"Order Id\")");
    }

    @Test
    void longNamesAreCutToSixtyThreeBytesWithAHash() {
        String column = "größe_".repeat(12);
        IndexBuilds builds = builds();
        String one = builds.build(on("orders", column, "a")).name();
        String other = builds.build(on("orders", column, "b")).name();
        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(one)
                .startsWith("idx_orders_größe_")
                .doesNotContain("\uFFFD")
                .isNotEqualTo(other);
        assertThat(builds().build(on("orders", column, "a")).name()).isEqualTo(one);
    }

    @Test
    void aPartitionedTableIsBuiltPartitionByPartition() {
        catalog.table("events", 0, "at date")
                .table("events_1", 5000, "at date")
                .table("events_2", 0, "at date")
                .table("events_2a", 5000, "at date")
                .partitionOf("events_1", "events")
                .partitionOf("events_2", "events")
                .partitionOf("events_2a", "events_2");
        IndexBuild build = builds().build(on("events", "at"));
        assertThat(build.definition())
                .isEqualTo("CREATE INDEX idx_events_at ON public.events (at)");
        assertThat(build.statements())
                .containsExactly(
                        "CREATE INDEX idx_events_at ON ONLY public.events (at)",
                        "CREATE INDEX CONCURRENTLY idx_events_1_at ON public.events_1 (at)",
                        "ALTER INDEX public.idx_events_at ATTACH PARTITION public.idx_events_1_at",
                        "CREATE INDEX idx_events_2_at ON ONLY public.events_2 (at)",
                        "CREATE INDEX CONCURRENTLY idx_events_2a_at ON public.events_2a (at)",
                        "ALTER INDEX public.idx_events_2_at ATTACH PARTITION"
                                + " public.idx_events_2a_at",
                        "ALTER INDEX public.idx_events_at ATTACH PARTITION"
                                + " public.idx_events_2_at");
    }

    @Test
    void besideAForeignPartitionTheParentAdoptsTheOthersIndexes() {
        catalog.table("events", 0, "at date")
                .table("events_1", 5000, "at date")
                .table("events_2", 5000, "at date")
                .partitionOf("events_1", "events")
                .partitionOf("events_2", "events")
                .kind("events_2", Table.Kind.FOREIGN);
        assertThat(builds().build(on("events", "at")).statements())
                .containsExactly(
                        "CREATE INDEX CONCURRENTLY idx_events_1_at ON public.events_1 (at)",
                        "CREATE INDEX idx_events_at ON public.events (at)");
    }
}
