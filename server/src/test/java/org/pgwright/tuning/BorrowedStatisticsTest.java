package org.pgwright.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.catalog.CatalogBuilder.btree;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Table;
import org.pgwright.tuning.BorrowedStatistics.Borrowed;

final class BorrowedStatisticsTest {
    private static final Catalog DATA =
            new CatalogBuilder()
                    .table("orders", 50_000, "id bigint", "note text")
                    .table("shops", 90_000, "id bigint")
                    .table("gone", 10, "id bigint")
                    .statistics("orders", "id", -1, 8)
                    .statistics("orders", "note", 7, 20)
                    .statistics("shops", "id", -1, 8)
                    .index(btree("orders_id", "orders", "id").pages(123))
                    .build();

    private static Table table(Borrowed borrowed, String name) {
        return borrowed.catalog().tables().stream()
                .filter(table -> table.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lendsEmptyTablesTheirRowsAndColumnsOfTheSameTypeTheirStatistics() {
        Catalog schema =
                new CatalogBuilder()
                        .table("orders", 0, "id bigint", "note integer", "fresh text")
                        .build();

        Borrowed borrowed = BorrowedStatistics.of(schema, DATA);

        assertThat(borrowed.tables()).isEqualTo(1);
        assertThat(table(borrowed, "orders").size().recordedRows()).isEqualTo(50_000);
        assertThat(table(borrowed, "orders").columns()).hasSize(3);
        assertThat(borrowed.catalog().tables()).hasSize(1);
        assertThat(borrowed.catalog().columnStatistics())
                .extracting(ColumnStatistics::column)
                .containsExactly("id");
    }

    @Test
    void leavesTablesWithDataAsTheyAre() {
        Catalog schema =
                new CatalogBuilder()
                        .table("shops", 3, "id bigint")
                        .statistics("shops", "id", 3, 8)
                        .build();

        Borrowed borrowed = BorrowedStatistics.of(schema, DATA);

        assertThat(borrowed.tables()).isZero();
        assertThat(borrowed.catalog()).isEqualTo(schema);
    }

    @Test
    void lendsNothingToATableOfAnotherKind() {
        Catalog schema =
                new CatalogBuilder()
                        .table("orders", 0, "id bigint")
                        .kind("orders", Table.Kind.MATERIALIZED_VIEW)
                        .build();

        assertThat(BorrowedStatistics.of(schema, DATA).tables()).isZero();
    }

    @Test
    void sizesIndexesAsTheirCounterpartsOrElseByTheirWidth() {
        Catalog schema =
                new CatalogBuilder()
                        .table("orders", 0, "id bigint", "note text")
                        .index(btree("other_name", "orders", "id"))
                        .index(btree("orders_note", "orders", "note"))
                        .build();

        assertThat(BorrowedStatistics.of(schema, DATA).catalog().indexes())
                .filteredOn(index -> index.name().name().equals("other_name"))
                .extracting(Index::pages)
                .containsExactly(123L);
        assertThat(BorrowedStatistics.of(schema, DATA).catalog().indexes())
                .filteredOn(index -> index.name().name().equals("orders_note"))
                .extracting(Index::pages)
                // 50,000 entries of 12 + 24 bytes
                .containsExactly(247L);
    }
}
