package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.List;

final class TableFilterTest {
    private final CatalogLookup lookup =
            new CatalogLookup(
                    new CatalogBuilder()
                            .table("orders", 10, "id bigint")
                            .table("order_lines", 10, "id bigint")
                            .table("Weird.Name", 10, "id bigint")
                            .table("events", 10, "id bigint")
                            .table("events_2026", 10, "id bigint")
                            .partitionOf("events_2026", "events")
                            .build());

    private List<String> admitted(TableFilter filter) {
        return lookup.catalog().tables().stream()
                .filter(t -> filter.admits(t.name(), lookup))
                .map(t -> t.name().name())
                .toList();
    }

    private static TableFilter include(String... patterns) {
        return new TableFilter(List.of(patterns), List.of());
    }

    @Test
    void withoutPatternsEveryTableIsAdmitted() {
        assertThat(admitted(TableFilter.ALL)).hasSize(5);
    }

    @Test
    void aPlainNameMatchesInAnySchemaAndCase() {
        assertThat(admitted(include("Orders"))).containsExactly("orders");
        assertThat(admitted(include("public.orders"))).containsExactly("orders");
        assertThat(admitted(include("sales.orders"))).isEmpty();
    }

    @Test
    void starsAndQuestionMarksAreGlobs() {
        assertThat(admitted(include("order*"))).containsExactly("orders", "order_lines");
        assertThat(admitted(include("pub*.order?"))).containsExactly("orders");
    }

    @Test
    void quotedPartsAreTakenAsTheyAre() {
        assertThat(admitted(include("\"Weird.Name\""))).containsExactly("Weird.Name");
        assertThat(admitted(include("\"order*\""))).isEmpty();
    }

    @Test
    void aPartitionedTableStandsForItsPartitions() {
        assertThat(admitted(include("events"))).containsExactly("events", "events_2026");
    }

    @Test
    void excludeWins() {
        assertThat(admitted(new TableFilter(List.of("order*"), List.of("orders"))))
                .containsExactly("order_lines");
    }

    @Test
    void anUnknownIncludedTableIsAnErrorWithNearNames() {
        assertThatThrownBy(() -> include("ordres").requireKnownTables(lookup))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining("no table is named 'ordres'")
                .hasMessageContaining("public.orders");
    }

    @Test
    void anUnknownExcludedTableIsNone() {
        new TableFilter(List.of(), List.of("nothing")).requireKnownTables(lookup);
        assertThat(admitted(new TableFilter(List.of(), List.of("nothing")))).hasSize(5);
    }
}
