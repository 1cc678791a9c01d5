package org.pgwright.advisor.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.catalog.CatalogBuilder.name;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;

import java.util.List;

final class FewValuesTest {
    private final FewValues fewValues =
            new FewValues(
                    new CatalogLookup(
                            new CatalogBuilder()
                                    .table(
                                            "orders",
                                            200_000,
                                            "paid boolean",
                                            "status text",
                                            "id int")
                                    .table("empty", 0, "paid boolean")
                                    .statistics("orders", "paid", 2, 1)
                                    .statistics("orders", "status", 40, 8)
                                    .statistics("orders", "gone", 1, 8, 0.99)
                                    .statistics("empty", "paid", 2, 1)
                                    .build()));

    @Test
    void saysHowMuchOfTheTableAValueFinds() {
        assertThat(fewValues.against(index("orders", "paid")))
                .contains(
                        "paid has 2 distinct values, so that on average one finds 50 % of the rows,"
                                + " too many to read by an index");
    }

    @Test
    void onlyTheFirstColumnCounts() {
        assertThat(fewValues.against(index("orders", "paid", "id"))).isPresent();
        assertThat(fewValues.against(index("orders", "status", "paid"))).isEmpty();
    }

    @Test
    void valuesThatFindAFortiethAreFewEnough() {
        assertThat(fewValues.against(index("orders", "status"))).isEmpty();
    }

    @Test
    void aColumnThatIsMostlyNullMayHaveOneValue() {
        assertThat(fewValues.against(index("orders", "gone"))).isEmpty();
    }

    @Test
    void nothingIsSaidOfAColumnThatWasNeverAnalysedOrHasNoRows() {
        assertThat(fewValues.against(index("orders", "id"))).isEmpty();
        assertThat(fewValues.against(index("empty", "paid"))).isEmpty();
    }

    private static IndexDefinition index(String table, String... columns) {
        return IndexDefinition.btree(name(table), List.of(columns));
    }
}
